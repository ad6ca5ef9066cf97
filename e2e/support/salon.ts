// What a person does and sees in the chat room of the panel « Salon ».
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { enterAs } from './door.ts';
import type { Product } from './server.ts';

type Person = { page: Page; context: BrowserContext };

export async function enter(browser: Browser, product: Product, name: string): Promise<Person> {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(`${product.url}/labo/salon`);
  await enterAs(page, name);
  await expect(member(page, name)).toHaveAttribute('data-etat', 'online');
  return { page, context };
}

export const member = (page: Page, name: string): Locator => page.locator(`[data-membre="${name}"] [data-etat]`);
export const roomLog = (page: Page, room = 'general'): Locator =>
  page.getByRole('region', { name: `Messages de ${room}`, exact: true });
export const privates = (page: Page): Locator => page.getByRole('region', { name: 'Messages privés', exact: true });
export const texts = (log: Locator): Promise<string[]> => log.locator('[data-texte]').allTextContents();
export const numbers = async (log: Locator): Promise<number[]> =>
  (await log.locator('[data-numero]').allTextContents()).map(Number);

export async function say(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message', exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

export async function joinRoom(page: Page, room: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Salle à rejoindre' }).fill(room);
  await page.keyboard.press('Enter');
  await expect(roomLog(page, room)).toBeVisible();
}

export const showRoom = (page: Page, room: string): Promise<void> => page.locator(`[data-salle="${room}"]`).click();
