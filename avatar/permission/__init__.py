"""Who may be shown, and what may be said: consent, policy, and the review by people."""
