"""Item models between view states and Qt's tables and lists."""
