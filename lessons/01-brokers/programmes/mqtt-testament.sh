# Un capteur qui laisse un testament : s'il disparaît sans dire adieu, le broker le publie.
mosquitto_sub -p 1883 -i capteur-7 \
  -t serre/ordres \
  --will-topic serre/capteur-7 \
  --will-payload "hors ligne"
