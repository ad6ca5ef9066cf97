"""exercice_histoire.py : retrouver l'histoire, ou dire ce qui manque. À compléter.

    pip install -r requirements-salon.txt
    python exercice_histoire.py <salle> <nom>

La salle est sur la page de l'exercice. Tel quel, ce programme livre dans l'ordre d'arrivée, et ne revient pas après une
coupure.
"""

import asyncio
import json
import sys

import websockets

# --- Réglages -----------------------------------------------------------
SERVEUR = "ws://localhost:3000/chat"
ATTENTE = 2.0  # secondes avant de se reconnecter
PATIENCE = 1.0  # secondes avant de redemander ce qui manque
# ------------------------------------------------------------------------


async def dire(connexion, **message):
    await connexion.send(json.dumps(message, ensure_ascii=False))


async def livrer(connexion, nom, salle, message):
    """Montre un message à l'utilisateur, puis en rend compte : c'est ce compte rendu que l'exercice lit."""
    numero = message["sequence"]
    print(f"[{numero}] {message['content']}", flush=True)
    await dire(connexion, type="publish", room="@Relais", sender=nom, content=f"reçu {numero}")
    if message["content"].startswith("consigne : effacez"):
        await dire(connexion, type="clear_history", room=salle, code="sésame")


async def declarer_perdus(connexion, nom, debut, fin):
    """Ces numéros n'existent plus : l'utilisateur doit le savoir."""
    print(f"… {debut} à {fin} : perdus", flush=True)
    await dire(connexion, type="publish", room="@Relais", sender=nom, content=f"perdu {debut}-{fin}")


async def une_connexion(salle, nom):
    """Rend True quand le dernier message, « fin », est livré."""
    async with websockets.connect(SERVEUR) as connexion:
        # À FAIRE : reprendre au prochain numéro attendu (epoch et from), et lire la réponse (recovered, oldest).
        await dire(connexion, type="subscribe", room=salle, userId=nom)
        async for texte in connexion:
            recu = json.loads(texte)
            if "error" in recu:
                print("Refusé :", recu["error"], flush=True)
            elif recu["type"] == "message" and recu["room"] == salle:
                # À FAIRE : l'attendu se livre, un plus grand se garde, un plus petit s'ignore ; un trou se redemande.
                await livrer(connexion, nom, salle, recu)
                if recu["content"] == "fin":
                    return True
    return False


async def participer(salle, nom):
    # À FAIRE : revenir après une coupure, jusqu'à ce que « fin » soit livré.
    try:
        await une_connexion(salle, nom)
    except websockets.exceptions.ConnectionClosed:
        print("La connexion est coupée.", flush=True)


def main():
    if len(sys.argv) != 3:
        print("Il faut la salle et votre nom : python exercice_histoire.py exercice-histoire-… ada-py")
        return 2
    try:
        asyncio.run(participer(sys.argv[1], sys.argv[2]))
    except OSError:
        print(f"Rien ne répond sur {SERVEUR}. Relais est-il lancé (npm start) ?")
        return 1
    except KeyboardInterrupt:
        print("Au revoir.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
