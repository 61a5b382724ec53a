"""From an OSSA manifest to a LangChain project that runs. Pure: no Django, no network, no clock."""
