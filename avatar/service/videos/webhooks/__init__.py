"""Who is told when a film is done, after Standard Webhooks (standardwebhooks.com).

webhooks/
secret        what a tenant's messages are signed with
signing       the three headers
addresses     where messages may go, and where they must not
sending       one message to the address that was checked
deliveries    what is still to be told, and when it is tried again
"""
