# Dans un second terminal.
mosquitto_pub -p 1883 -q 1 \
  -t serre/temperature -m 21.4
# -r : le broker retient ce dernier état.
mosquitto_pub -p 1883 -q 1 -r \
  -t serre/porte -m ouverte
