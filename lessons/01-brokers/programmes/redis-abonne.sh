# Dans un premier terminal : écoute, jusqu'à Ctrl+C.
redis-cli SUBSCRIBE chatroom
