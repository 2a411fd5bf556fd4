"""Commands about the directory of agencies: `tipline directory`."""
