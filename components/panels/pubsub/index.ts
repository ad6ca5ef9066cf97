'use client';
// The door of the lab `pubsub`.
export { LateSubscriberCard } from './experiment.tsx';
export { PubsubPanel } from './panel.tsx';
