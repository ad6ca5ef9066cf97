"""salon_client.py : discute dans une salle depuis un terminal, jusqu'à Ctrl+C.

    pip install -r requirements-salon.txt
    python salon_client.py ada

Il parle au salon de Relais (npm start), ou au vôtre (salon_serveur.py). Lancez-le deux fois, sous deux noms.
"""

import asyncio
import json
import sys
import threading

import websockets

# --- Réglages -----------------------------------------------------------
SERVEUR = "ws://localhost:3000/chat"
SALLE = "general"
ESSAIS = 5  # tentatives de reconnexion
ATTENTE = 2.0  # secondes avant la première ; l'attente double à chaque échec…
ATTENTE_MAX = 30.0  # … jusqu'à cette limite
# ------------------------------------------------------------------------


class Tampon:
    """Remet dans l'ordre les messages d'une salle : chaque numéro est rendu une fois, et à sa place."""

    def __init__(self):
        self.attendu = None  # le prochain numéro à montrer ; None avant la première réponse du serveur
        self.en_avance = {}  # arrivés trop tôt, par numéro

    def situer(self, numero):
        """Le serveur dit où en est la salle. Rend True s'il manque des messages."""
        # Premier abonnement, ou serveur reparti de zéro : on commence après ce numéro.
        if self.attendu is None or numero < self.attendu - 1:
            self.attendu = numero + 1
            self.en_avance.clear()
        return numero >= self.attendu

    def recevoir(self, message):
        """Rend les messages qui peuvent être montrés maintenant."""
        numero = message["sequence"]
        if self.attendu is None or numero < self.attendu:
            return []  # déjà montré
        self.en_avance[numero] = message
        prets = []
        while self.attendu in self.en_avance:
            prets.append(self.en_avance.pop(self.attendu))
            self.attendu += 1
        return prets

    def rattraper(self, messages):
        """Les messages gardés par le serveur. Ce qui est plus ancien qu'eux n'existe plus : on ne l'attend pas."""
        perdus = 0
        if messages and self.attendu is not None and messages[0]["sequence"] > self.attendu:
            perdus = messages[0]["sequence"] - self.attendu
            self.attendu = messages[0]["sequence"]
        prets = [pret for message in messages for pret in self.recevoir(message)]
        return perdus, prets


def montrer(messages):
    for m in messages:
        # Un message vient d'un inconnu : ce qui n'est pas imprimable ne va pas au terminal.
        texte = "".join(c if c.isprintable() else "?" for c in f"{m['sender']} : {m['content']}")
        print(f"[{m['room']} {m['sequence']}] {texte}", flush=True)


async def ecouter(connexion, tampon):
    """Lit ce que dit le serveur, jusqu'à la fin de la connexion."""
    async for texte in connexion:
        recu = json.loads(texte)
        if "error" in recu:
            print("Refusé :", recu["error"], flush=True)
        elif recu["type"] == "subscribed":
            print(f"Dans « {recu['room']} », au numéro {recu['sequence']}.", flush=True)
            if tampon.situer(recu["sequence"]):
                await connexion.send(json.dumps({"type": "get_history", "room": SALLE}))
        elif recu["type"] == "message" and recu["room"] == SALLE:
            prets = tampon.recevoir(recu)
            montrer(prets)
            if not prets and recu["sequence"] > tampon.attendu:
                # Un trou : le serveur a peut-être gardé ce qui manque.
                await connexion.send(json.dumps({"type": "get_history", "room": SALLE}))
        elif recu["type"] == "history":
            perdus, prets = tampon.rattraper(recu["messages"])
            if perdus:
                print(f"… {perdus} message(s) ne sont plus gardés par le serveur.", flush=True)
            montrer(prets)
        elif recu["type"] == "presence":
            verbe = "arrive" if recu["action"] == "join" else "s'en va"
            print(f"({recu['userId']} {verbe})", flush=True)


async def parler(connexion, nom, lignes):
    """Envoie chaque ligne tapée dans la salle."""
    while True:
        ligne = await lignes.get()
        message = {"type": "publish", "room": SALLE, "sender": nom, "content": ligne}
        await connexion.send(json.dumps(message, ensure_ascii=False))


async def une_connexion(nom, tampon, lignes):
    """Rend True si le serveur a répondu, quelle que soit la fin."""
    try:
        async with websockets.connect(SERVEUR) as connexion:
            await connexion.send(json.dumps({"type": "subscribe", "room": SALLE, "userId": nom}))
            taches = [asyncio.create_task(ecouter(connexion, tampon)), asyncio.create_task(parler(connexion, nom, lignes))]
            _, restes = await asyncio.wait(taches, return_when=asyncio.FIRST_COMPLETED)
            for tache in restes:
                tache.cancel()
            await asyncio.gather(*taches, return_exceptions=True)
        return True
    except (OSError, asyncio.TimeoutError, websockets.exceptions.WebSocketException):
        return False


async def discuter(nom):
    lignes = asyncio.Queue()
    boucle = asyncio.get_running_loop()

    def lire_clavier():
        for ligne in sys.stdin:
            if ligne.strip():
                boucle.call_soon_threadsafe(lignes.put_nowait, ligne.strip())

    # Lire le clavier bloque : un fil d'exécution à part, qui ne retient pas la fin du programme.
    threading.Thread(target=lire_clavier, daemon=True).start()
    tampon = Tampon()
    essai = 0
    while essai <= ESSAIS:
        if await une_connexion(nom, tampon, lignes):
            essai = 0
        essai += 1
        if essai > ESSAIS:
            break
        attente = min(ATTENTE * 2 ** (essai - 1), ATTENTE_MAX)
        print(f"Pas de connexion. Nouvel essai dans {attente:g} s ({essai} sur {ESSAIS})…", flush=True)
        await asyncio.sleep(attente)
    print("Le serveur ne répond plus. Relais est-il lancé (npm start) ?", flush=True)
    return 1


def main():
    nom = sys.argv[1] if len(sys.argv) > 1 else input("Votre nom ? ").strip()
    try:
        return asyncio.run(discuter(nom))
    except KeyboardInterrupt:
        print("Au revoir.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
