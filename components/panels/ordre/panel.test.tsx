// The panel used as a student uses it: with the keyboard, forwards and backwards, under each order.
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OrderPanel } from './panel.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const press = (key: string, more: object = {}) => fireEvent.keyDown(document.body, { key, ...more });
const choose = (name: string) => fireEvent.click(screen.getByRole('radio', { name }));
const readBy = (name: string) =>
  within(screen.getByRole('list', { name: `Lu par ${name}` }))
    .queryAllByRole('listitem')
    .map(({ textContent }) => textContent?.slice(0, 2));
const kept = () =>
  [...document.querySelectorAll('[data-verdict]')].map((each) => each.getAttribute('data-respecte') === 'true');
const last = () => document.querySelector('[data-dernier]')?.textContent;
const place = () => screen.getByRole('slider').getAttribute('aria-valuetext');

describe('the panel FIFO, causal, total', () => {
  it('says that it is a simulation, and begins before anything is sent', () => {
    render(<OrderPanel />);
    expect(screen.getByText(/Ceci est une simulation, calculée dans cette page/)).toBeTruthy();
    expect(last()).toMatch(/Rien n’est encore parti/);
    expect(screen.queryByText(/en direct/)).toBeNull();
    expect(place()).toMatch(/^événement 0 sur /);
  });

  it('steps forwards and backwards, and comes back to the same picture', () => {
    render(<OrderPanel />);
    press('ArrowRight');
    expect(last()).toMatch(/Alice envoie A1 «\s*Rendez-vous à 17/);
    press('ArrowRight');
    const second = last();
    press('ArrowRight');
    press('ArrowLeft');
    expect(last()).toBe(second);
    press('Home');
    expect(last()).toMatch(/Rien n’est encore parti/);
  });

  it.each([
    ['aucun ordre', [false, false, false]],
    ['FIFO', [true, false, false]],
    ['causal', [true, true, false]],
    ['total', [true, true, true]],
  ])('under %s shows what is kept and what is broken', (name, expected) => {
    render(<OrderPanel />);
    choose(name);
    press('End');
    expect(kept()).toEqual(expected);
  });

  it('has everybody read the same order under total order, and Chloé read the answer first under FIFO', () => {
    render(<OrderPanel />);
    choose('FIFO');
    press('End');
    expect(readBy('Chloé')).toEqual(['C1', 'B1', 'A1', 'A2']);
    expect(screen.getByText(/sans A1/)).toBeTruthy();
    choose('total');
    expect(place()).toMatch(/^événement 0 sur /);
    press('End');
    expect([readBy('Alice'), readBy('Bob')]).toEqual([readBy('Chloé'), readBy('Chloé')]);
  });

  it('plays by itself to the end, and stops when asked', () => {
    vi.useFakeTimers();
    render(<OrderPanel />);
    press(' ');
    act(() => void vi.advanceTimersByTime(1_200));
    expect(place()).toMatch(/événement 1 sur /);
    press(' ');
    act(() => void vi.advanceTimersByTime(5_000));
    expect(place()).toMatch(/événement 1 sur /);
    press(' ');
    for (let n = 0; n < 40; n += 1) act(() => void vi.advanceTimersByTime(1_200));
    expect(kept()).toEqual([false, false, false]);
    expect(screen.getByRole('button', { name: 'Dérouler' })).toBeTruthy();
  });

  it('says the same thing in tables', () => {
    render(<OrderPanel />);
    choose('causal');
    press('End');
    press('t');
    const read = screen.getByRole('table', { name: 'Qui a lu quoi, dans quel ordre' });
    expect(within(read).getByRole('row', { name: /^Chloé/ }).textContent).toContain('C1, A1, A2, B1');
    expect(screen.getByRole('table', { name: 'Messages' }).textContent).toContain('J’apporte les plans.');
    expect(screen.getByRole('table', { name: 'Les trois ordres' }).textContent).toMatch(/total.*rompu/);
  });
});
