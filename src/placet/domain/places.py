"""Names of the places Placet speaks of."""

from __future__ import annotations

PLACE_NAMES = {
    "HK": "Hong Kong",
    "SG": "Singapore",
    "TW": "Taiwan",
    "MY": "Malaysia",
    "TH": "Thailand",
    "ID": "Indonesia",
    "PH": "the Philippines",
    "VN": "Viet Nam",
    "EU": "the European Union",
    "CN": "Mainland China",
    "UK": "the United Kingdom",
    "US": "the United States",
    "JP": "Japan",
    "KR": "South Korea",
    "AU": "Australia",
    "IN": "India",
}
"""Display name by place code; codes beside ISO 3166 are EU and UK, which rules speak of as one place."""
