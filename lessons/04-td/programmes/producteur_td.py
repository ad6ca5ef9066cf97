"""producteur_td.py : écrit les trois étapes d'un lot, dans l'ordre. À compléter.

    pip install -U kafka-python
    python producteur_td.py

Le programme se lance tel quel : il dit ce qui reste à écrire.
"""

import sys
import time

# --- Réglages : recopiez ceux de la page ---------------------------------
SERVEUR = "localhost:9092"
TOPIC = "commandes_machines_td"
NOM = "producteur_td.py"  # le nom sous lequel Kafka (et la page) voit ce programme
LOT = "LOT_42"
# -------------------------------------------------------------------------

ETAPES = [
    {"etape": 1, "machine": "M1", "instruction": "Découper la forme de base"},
    {"etape": 2, "machine": "M2", "instruction": "Percer les trous de fixation"},
    {"etape": 3, "machine": "M3", "instruction": "Polir et nettoyer"},
]


def creer_producteur():
    """Un KafkaProducer prudent.

    À FAIRE : l'adresse du serveur, le nom du programme, et
    - la confirmation de toutes les répliques (acks) ;
    - l'idempotence, pour qu'un nouvel essai ne double rien
      (kafka-python 2.2 ou plus récent : vérifiez avec pip show kafka-python).
    """
    return None


def cle_du_lot(lot):
    """La clé : le nom du lot, en octets. À FAIRE."""
    return None


def valeur_de(etape):
    """La valeur : l'étape en JSON, en octets. À FAIRE."""
    return None


def envoyer(producteur, lot, etape):
    """Envoie une étape et attend sa confirmation avant de rendre la main. À FAIRE.

    Indication : send() rend la main tout de suite ; ce qu'il renvoie sait attendre.
    """


def main():
    producteur = creer_producteur()
    if producteur is None:
        print("À faire : creer_producteur(), cle_du_lot(), valeur_de() et envoyer().")
        return 0
    try:
        for etape in ETAPES:
            envoyer(producteur, LOT, etape)
            print(f"confirmé : {LOT}, étape {etape['etape']}")
            time.sleep(1)
    finally:
        producteur.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
