"""Un consommateur du TD avec confluent-kafka : juste sans FAUTE, faux d'une seule façon avec elle."""

import os
import time

from confluent_kafka import Consumer

FAUTE = os.environ.get("FAUTE", "")
TRAVAIL = float(os.environ.get("TRAVAIL", "0.25"))
NOMBRE = int(os.environ.get("NOMBRE", "3"))
fin = time.monotonic() + float(os.environ.get("ATTENTE", "20"))

reglages = {
    "bootstrap.servers": os.environ["SERVEUR"],
    "group.id": os.environ.get("GROUPE", "atelier"),
    "auto.offset.reset": "earliest",
    "enable.auto.commit": False,
    "session.timeout.ms": 6000,
}
if FAUTE in ("latest", "trop-tard"):
    reglages.pop("auto.offset.reset")
if FAUTE == "auto-commit":
    reglages["enable.auto.commit"] = True
consommateur = Consumer(reglages)
consommateur.subscribe([os.environ["TOPIC"]])
print("pret", flush=True)
faits = 0
while faits < NOMBRE and time.monotonic() < fin:
    message = consommateur.poll(0.3)
    if message is None or message.error():
        continue
    if FAUTE == "avant-le-travail":
        consommateur.commit(message=message, asynchronous=False)
    print("commence", message.partition(), message.offset(), flush=True)
    time.sleep(TRAVAIL)
    if FAUTE not in ("avant-le-travail", "auto-commit"):
        consommateur.commit(message=message, asynchronous=False)
    faits += 1
if FAUTE == "auto-commit":
    while time.monotonic() < fin:
        consommateur.poll(0.1)
if FAUTE == "part-sans-prevenir":
    os._exit(0)
consommateur.close()
