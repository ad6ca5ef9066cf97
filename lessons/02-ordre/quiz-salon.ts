// Questions of module 2 on the chat room: presence, numbers by room, what comes back after a cut.
import { fr, item } from '../quiz-kit.ts';
import type { ChoiceQuestion, Draw, NumberQuestion, Question, Show } from '../quiz-schema.ts';

const page = 'salon-presence-histoire';

/** In the panel « Salon de discussion », as it stands. */
const inRoom = (does: string, target: string): Show => ({ does, target, panel: 'salon' });

const tabs: ChoiceQuestion = {
  kind: 'choice',
  id: 'ordre-deux-onglets@1',
  page,
  given: fr`Bob a deux onglets ouverts dans la même salle. Il en ferme un.`,
  ask: fr`Que voient les autres ?`,
  options: [
    {
      id: 'rien',
      text: fr`Rien : Bob reste en ligne`,
      right: true,
      why: fr`La présence est celle d’une personne, pas d’une connexion. Elle part quand la dernière de ses connexions se ferme.`,
    },
    {
      id: 'depart',
      text: fr`Bob quitte la salle, puis revient`,
      right: false,
      why: fr`Ce serait compter des connexions. Le serveur sait que les deux sont à Bob, et qu’il lui en reste une.`,
      show: inRoom(fr`montre la présence : ouvrez un second onglet, fermez-le, rien n’y change`, 'presence'),
    },
    {
      id: 'absent',
      text: fr`Bob devient absent`,
      right: false,
      why: fr`Absent veut dire : là, mais sans signe depuis deux minutes, ou parce qu’il l’a dit. Fermer un onglet n’en dit rien.`,
      show: inRoom(fr`montre le bouton qui rend absent`, 'absence'),
    },
  ],
};

const tunnel: ChoiceQuestion = {
  kind: 'choice',
  id: 'ordre-tunnel@1',
  page,
  given: fr`Le train de Chloé entre dans un tunnel de trois secondes. Sa page perd le lien, puis le retrouve.`,
  ask: fr`Pourquoi le serveur n’annonce-t-il pas son départ aussitôt ?`,
  options: [
    {
      id: 'aveugle',
      text: fr`Il ne peut jamais savoir qu’un lien est perdu`,
      right: false,
      why: fr`Il l’apprend : la connexion se ferme, ou le battement de cœur reste sans réponse. La question est ce qu’il en fait.`,
    },
    {
      id: 'revenir',
      text: fr`Elle va peut-être revenir : il l’affiche « connexion »`,
      right: true,
      why: fr`Un départ et un retour toutes les minutes seraient du bruit pour toute la salle. Le serveur attend cinq secondes, et le dit : « connexion » n’est ni là, ni parti.`,
    },
    {
      id: 'numeros',
      text: fr`Son numéro attendu serait perdu`,
      right: false,
      why: fr`Ce nombre est dans sa page, pas dans le serveur : elle le redonne à son retour, qu’on l’ait annoncée partie ou non.`,
      show: inRoom(fr`montre le prochain attendu, tenu par la page`, 'attendu'),
    },
  ],
};

const back: NumberQuestion = {
  kind: 'number',
  id: 'ordre-retour-au-salon@1',
  page,
  show: inRoom(fr`montre le prochain attendu`, 'attendu'),
  make(draw: Draw) {
    const read = draw(12, 60);
    const missed = draw(2, 9);
    const elsewhere = draw(2, 9) + 10;
    const now = read + missed;
    return item({
      given: fr`Votre page a lu la salle A jusqu’au ${read}, et le lien se perd. Pendant la coupure, la salle A va jusqu’au ${now}, et ${elsewhere} messages se disent dans la salle B, où vous n’êtes pas.`,
      ask: fr`Combien de messages recevez-vous au retour ?`,
      answer: missed,
      why: fr`La page attend ${read + 1} : elle reçoit ${read + 1} à ${now}, soit ${missed} messages. La salle B a sa propre numérotation, et vous n’y êtes pas abonné.`,
      traps: [
        {
          value: missed + elsewhere,
          why: fr`Vous avez ajouté ceux de la salle B. Une salle est un sujet : on ne reçoit que ceux auxquels on s’est abonné.`,
        },
        {
          value: missed + 1,
          why: fr`Le ${read} était déjà lu : le prochain attendu est ${read + 1}, pas ${read}.`,
        },
      ],
      otherwise: fr`Comptez du prochain attendu, ${read + 1}, au numéro courant de la salle A, ${now}, les deux compris.`,
    });
  },
};

export const salonQuestions: Question[] = [tabs, tunnel, back];
