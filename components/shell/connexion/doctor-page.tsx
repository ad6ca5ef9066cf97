'use client';
// The doctor, fetched when its page is open.
import dynamic from 'next/dynamic';

const Waiting = () => <p className="p-6 text-muted">Le docteur arrive…</p>;

export const DoctorPage = dynamic(() => import('./doctor.tsx').then((module) => module.Doctor), {
  ssr: false,
  loading: Waiting,
});
