// What a journey does in the workshop, in the reader's own words.
import { expect, type Locator, type Page } from '@playwright/test';
import type { Product } from './server.ts';

export const verdict = (page: Page): Locator => page.locator('[data-verdict]');
export const machineOf = (page: Page, code: 'M1' | 'M2' | 'M3'): Locator => page.locator(`[data-machine="${code}"]`);
export const lots = (page: Page): Locator => page.locator('[data-lot]');

export async function openWorkshop(page: Page, product: Pick<Product, 'url'>): Promise<void> {
  await page.goto(`${product.url}/labo/atelier`);
  await expect(page.locator('[data-dernier]')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Lancer LOT_42' })).toBeEnabled();
}

/** A switch is a drawing over its box: one presses its words. */
export async function flip(page: Page, name: string): Promise<void> {
  const one = page.getByRole('switch', { name, exact: true });
  const was = await one.isChecked();
  await page.getByText(name, { exact: true }).click();
  await expect(one).toBeChecked({ checked: !was });
}

/** Another run begins: what the one before proved is gone. */
export async function launch(page: Page, name: 'Lancer LOT_42' | 'Plusieurs lots'): Promise<void> {
  await page.getByRole('button', { name }).click();
  await expect(verdict(page)).toHaveCount(0);
}
