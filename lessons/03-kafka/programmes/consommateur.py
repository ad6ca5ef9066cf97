"""consommateur.py : lit un topic au sein d'un groupe, jusqu'à Ctrl+C.

    pip install -r requirements.txt
    python consommateur.py

Lancez-le deux fois, dans deux terminaux : les partitions se partagent.
"""

import json
import logging
import signal
import sys

from kafka import KafkaConsumer
from kafka.errors import KafkaError

# --- Réglages -----------------------------------------------------------
SERVEUR = "localhost:9092"
TOPIC = "demo-topic"
GROUPE = "demo-group"
NOM = "consommateur.py"  # le nom sous lequel Kafka (et la page) voit ce programme
# ------------------------------------------------------------------------

logging.basicConfig(level=logging.ERROR)
journal = logging.getLogger("consommateur")
journal.setLevel(logging.INFO)


def texte(octets):
    return None if octets is None else octets.decode("utf-8", errors="replace")


def lire_json(octets):
    """La valeur en JSON si elle en est, le texte brut sinon : un message étrange n'arrête pas le programme."""
    if octets is None:
        return None
    try:
        return json.loads(octets)
    except ValueError:
        return texte(octets)


def creer_consommateur():
    return KafkaConsumer(
        TOPIC,
        bootstrap_servers=SERVEUR,
        client_id=NOM,
        group_id=GROUPE,
        # Un groupe neuf n'a pas d'offset validé : sans ce réglage, kafka-python commencerait à la fin.
        auto_offset_reset="earliest",
        enable_auto_commit=True,
        auto_commit_interval_ms=1000,
    )


class Arret:
    """Ctrl+C ne coupe pas une lecture en deux : il demande l'arrêt, la boucle le voit."""

    def __init__(self):
        self.demande = False
        signal.signal(signal.SIGINT, self.demander)
        signal.signal(signal.SIGTERM, self.demander)

    def demander(self, *_):
        self.demande = True


def main():
    journal.info("connexion à %s…", SERVEUR)
    try:
        consommateur = creer_consommateur()
    except KafkaError as erreur:
        journal.error("Aucun Kafka ne répond sur %s (%s). Relais est-il lancé (npm start) ?", SERVEUR, erreur)
        return 1

    arret = Arret()
    lus = 0
    journal.info("groupe %s, topic %s : j'attends des messages (Ctrl+C pour arrêter)", GROUPE, TOPIC)
    try:
        while not arret.demande:
            # poll() rend la main au moins deux fois par seconde, même si rien n'arrive.
            for messages in consommateur.poll(timeout_ms=500).values():
                for m in messages:
                    lus += 1
                    journal.info(
                        "%s partition %d offset %d clé %s : %s",
                        m.topic, m.partition, m.offset, texte(m.key), lire_json(m.value),
                    )
    finally:
        # Valide les derniers offsets et quitte le groupe : les autres reprennent aussitôt ses partitions.
        logging.getLogger("kafka").setLevel(logging.CRITICAL)  # une lecture interrompue par l'arrêt n'est pas une erreur
        consommateur.close()
        journal.info("%d message(s) lu(s), groupe quitté proprement", lus)
    return 0


if __name__ == "__main__":
    sys.exit(main())
