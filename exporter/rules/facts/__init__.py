"""What several rules look at or say in the same way: reading, wording, facts, fixes. No rule lives here."""
