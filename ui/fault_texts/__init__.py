"""What the folders below say in English, in Chinese: sentences by their English one, with the same places."""
