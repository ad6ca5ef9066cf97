// The door of the cards of the chat's experiments and exercises.

export { AcknowledgeCard, HistoryCard, PrivateCard } from './exercise-card.tsx';
export { BurstCard, PresenceCard, ThreeClientsCard, TwoRoomsCard } from './experiment-card.tsx';
