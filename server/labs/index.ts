// The door of the labs at work: one runner a lab.
export { createAccusesLab } from './accuses/lab.ts';
export { type AtelierLab, createAtelierLab } from './atelier.ts';
export { createBrokersLab } from './brokers.ts';
export { type ConnexionLab, createConnexionLab } from './connexion.ts';
export { createCorrectionLab } from './correction.ts';
export { createExercicesLab } from './exercices-salon/index.ts';
export { createFileLab } from './file.ts';
export { createKafkaLab, type KafkaLab } from './kafka.ts';
export { withQueues } from './lab-source.ts';
export { createPortesLab } from './portes.ts';
export { createPubsubLab } from './pubsub.ts';
export { createReseauLab } from './reseau.ts';
export { createRoutageLab } from './routage.ts';
export { createServeursLab } from './serveurs/index.ts';
export { createTravailLab, type TravailLab } from './travail/index.ts';
export { inWorkspaces } from './workspaces.ts';
