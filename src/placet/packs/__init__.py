"""Rule packs: YAML in, checked domain types or findings out."""
