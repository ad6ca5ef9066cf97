"""exercice_accuses.py : acquitter, et reconnaître ce qui revient. À compléter.

    pip install -r requirements-salon.txt
    python exercice_accuses.py <salle> <nom>

La salle est sur la page de l'exercice. Tel quel, ce programme traite sans acquitter, et ne revient pas après une coupure.
"""

import asyncio
import json
import sys

import websockets

# --- Réglages -----------------------------------------------------------
SERVEUR = "ws://localhost:3000/chat"
ATTENTE = 2.0  # secondes avant de se reconnecter
# ------------------------------------------------------------------------


async def dire(connexion, **message):
    await connexion.send(json.dumps(message, ensure_ascii=False))


async def traiter(connexion, nom, message):
    """Le travail, puis le compte rendu : c'est lui que l'exercice lit."""
    numero = message["sequence"]
    print(f"traité {numero} : {message['content']}", flush=True)
    await dire(connexion, type="publish", room="@Relais", sender=nom, content=f"traité {numero}")


async def une_connexion(salle, nom):
    """Rend True quand le dernier message, « fin », est traité."""
    async with websockets.connect(SERVEUR) as connexion:
        # À FAIRE : demander les accusés.
        await dire(connexion, type="subscribe", room=salle, userId=nom)
        async for texte in connexion:
            recu = json.loads(texte)
            if "error" in recu:
                print("Refusé :", recu["error"], flush=True)
            elif recu["type"] == "message" and recu["room"] == salle:
                # À FAIRE : ne pas traiter deux fois le même numéro, et acquitter.
                await traiter(connexion, nom, recu)
                if recu["content"] == "fin":
                    return True
    return False


async def participer(salle, nom):
    # À FAIRE : revenir après une coupure, jusqu'à ce que « fin » soit traité.
    try:
        await une_connexion(salle, nom)
    except websockets.exceptions.ConnectionClosed:
        print("La connexion est coupée.", flush=True)


def main():
    if len(sys.argv) != 3:
        print("Il faut la salle et votre nom : python exercice_accuses.py exercice-accuses-… ada-py")
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
