# Dans un premier terminal. -c : la session survit au départ ; -i : elle est à ce nom ; -q 1 : accusés de réception.
mosquitto_sub -p 1883 -i mon-programme \
  -c -q 1 -v -t 'serre/#'
