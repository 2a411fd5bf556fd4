"""A small platform with Django, for the tests; it runs in processes of its own."""
