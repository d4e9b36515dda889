"""elchi: a cited chronicle of diplomacy as a knowledge graph."""
