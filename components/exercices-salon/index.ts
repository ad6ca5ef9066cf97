// The door of the cards of the chat's experiments and exercises.
export { BurstCard, PresenceCard, ThreeClientsCard, TwoRoomsCard } from './experiment-card.tsx';
