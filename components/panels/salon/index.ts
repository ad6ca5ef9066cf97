'use client';
// The door of the panel « Salon de discussion ».
export { SalonPanel } from './panel.tsx';
