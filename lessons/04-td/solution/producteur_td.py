"""producteur_td.py : écrit les trois étapes d'un lot, dans l'ordre. Solution.

    pip install -U kafka-python      (2.2 ou plus récent : idempotence)
    python producteur_td.py
"""

import json
import os
import sys
import time

from kafka import KafkaProducer

SERVEUR = os.environ.get("SERVEUR", "localhost:9092")
TOPIC = os.environ.get("TOPIC", "commandes_machines_td")
NOM = "producteur_td.py"
LOT = "LOT_42"
PAUSE = float(os.environ.get("PAUSE", "1"))

ETAPES = [
    {"etape": 1, "machine": "M1", "instruction": "Découper la forme de base"},
    {"etape": 2, "machine": "M2", "instruction": "Percer les trous de fixation"},
    {"etape": 3, "machine": "M3", "instruction": "Polir et nettoyer"},
]


def creer_producteur():
    return KafkaProducer(bootstrap_servers=SERVEUR, client_id=NOM, acks="all", enable_idempotence=True)


def cle_du_lot(lot):
    return lot.encode("utf-8")


def valeur_de(etape):
    return json.dumps(etape, ensure_ascii=False).encode("utf-8")


def envoyer(producteur, lot, etape):
    # get() attend la confirmation : jamais deux étapes d'un lot en vol.
    return producteur.send(TOPIC, key=cle_du_lot(lot), value=valeur_de({"lot": lot, **etape})).get(timeout=30)


def main():
    producteur = creer_producteur()
    try:
        for etape in ETAPES:
            place = envoyer(producteur, LOT, etape)
            print(f"confirmé : {LOT}, étape {etape['etape']}, partition {place.partition}, offset {place.offset}")
            time.sleep(PAUSE)
    finally:
        producteur.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
