"""Un producteur du TD avec confluent-kafka : juste sans FAUTE, faux d'une seule façon avec elle."""

import json
import os

from confluent_kafka import Producer

TOPIC = os.environ["TOPIC"]
FAUTE = os.environ.get("FAUTE", "")
LOTS = os.environ.get("LOTS", "LOT_42").split(",")
ETAPES = [(1, "M1", "Découper la forme"), (2, "M2", "Percer les trous"), (3, "M3", "Polir et nettoyer")]

producteur = Producer(
    {
        "bootstrap.servers": os.environ["SERVEUR"],
        "acks": "1" if FAUTE == "acks-1" else "all",
        "enable.idempotence": FAUTE not in ("sans-idempotence", "acks-1"),
        "linger.ms": 60000 if FAUTE == "jamais-vide" else 5,
    }
)
for lot in LOTS:
    for etape, machine, instruction in ETAPES:
        valeur = json.dumps({"lot": lot, "etape": etape, "machine": machine, "instruction": instruction})
        cle = None if FAUTE == "sans-cle" else lot.encode()
        producteur.produce(TOPIC, key=cle, value=valeur.encode())
        if FAUTE not in ("sans-attendre", "jamais-vide"):
            producteur.flush(30)
if FAUTE == "jamais-vide":
    # Le temps de demander son chemin au broker, et son numéro de producteur ; les messages, eux, attendent encore.
    producteur.list_topics(TOPIC, timeout=30)
    producteur.poll(1.5)
    os._exit(0)
producteur.flush(30)
