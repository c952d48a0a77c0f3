"""TwoForms: the same request signed in its headers and in its URL."""
