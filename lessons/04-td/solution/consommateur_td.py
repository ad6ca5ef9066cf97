"""consommateur_td.py : fait travailler les machines, une étape à la fois. Solution.

    pip install -U kafka-python
    python consommateur_td.py        (Ctrl+C pour l'arrêter)
"""

import json
import os
import sys
import time

from kafka import KafkaConsumer

SERVEUR = os.environ.get("SERVEUR", "localhost:9092")
TOPIC = os.environ.get("TOPIC", "commandes_machines_td")
GROUPE = os.environ.get("GROUPE", "atelier")
NOM = "consommateur_td.py"
TRAVAIL = float(os.environ.get("TRAVAIL", "2"))


def creer_consommateur():
    return KafkaConsumer(
        TOPIC,
        bootstrap_servers=SERVEUR,
        client_id=NOM,
        group_id=GROUPE,
        auto_offset_reset="earliest",  # un groupe neuf part du début
        enable_auto_commit=False,  # on valide soi-même, après le travail
        max_poll_records=1,  # une étape à la fois
    )


def travailler(etape):
    print(f"{etape['machine']} commence : {etape['instruction']}", flush=True)
    time.sleep(TRAVAIL)
    print(f"{etape['machine']} a terminé", flush=True)


def traiter(consommateur, message):
    travailler(json.loads(message.value))
    # Tombé ici, entre le travail et la validation : l'étape est rejouée au redémarrage, avant la suivante.
    consommateur.commit()
    print(f"validé : prochain offset {message.offset + 1}", flush=True)


def main():
    consommateur = creer_consommateur()
    try:
        for message in consommateur:
            traiter(consommateur, message)
    except KeyboardInterrupt:
        print("arrêt demandé")
    finally:
        consommateur.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
