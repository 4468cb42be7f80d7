"""A portrait that is on the air: pictures and sound without an end, to a server, a camera or a file, as texts come.

texts   -> lines      from standard input or a socket, one line each
        -> passages   `live`, which asks permission and policy before each
        -> course     on their places among idle motion
        -> pictures   drawn, labelled and marked ahead of their time
        -> outlets    encoded and sent when it has come
"""
