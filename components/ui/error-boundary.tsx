'use client';
// Keeps a failure where it happened: the rest of the page goes on.
import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';

type Props = { what: string; children: ReactNode };

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert" className="m-5 rounded-xl border border-warn bg-warn-soft p-4">
        <p className="mb-3">
          {this.props.what} a rencontré une erreur de Relais, pas de vous. Vos messages et vos groupes ne sont pas
          touchés.
        </p>
        <Button onClick={() => this.setState({ failed: false })}>Réessayer</Button>
      </div>
    );
  }
}
