// The document around every page: language, fonts, the script that runs before the first paint.
import type { Metadata, Viewport } from 'next';
import localFont from 'next/font/local';
import type { ReactNode } from 'react';
import { RealtimeClient } from '#components/realtime/shared.tsx';
import { bootScript } from '#components/shell/boot.ts';
import './globals.css';

const text = localFont({
  src: '../node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2',
  weight: '200 800',
  variable: '--font-text',
  display: 'swap',
});
const code = localFont({
  src: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
  weight: '100 800',
  variable: '--font-code',
  display: 'swap',
  preload: false,
});

export const metadata: Metadata = {
  title: { default: 'Relais, l’atelier des brokers de messages', template: '%s · Relais' },
  description: 'Des leçons à côté d’un vrai Kafka : publiez, abonnez-vous, cassez-le, et regardez-le travailler.',
};
export const viewport: Viewport = { colorScheme: 'light dark' };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="fr" className={`${text.variable} ${code.variable}`} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant, allowed by its hash in the server's CSP */}
        <script dangerouslySetInnerHTML={{ __html: bootScript }} />
      </head>
      <body>
        <RealtimeClient />
        {children}
      </body>
    </html>
  );
}
