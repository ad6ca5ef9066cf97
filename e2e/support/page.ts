// What a journey does on the page, in the reader's own words.
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type Product, startProduct } from './server.ts';

export const lesson = '/lecons/kafka/un-groupe-se-partage-les-partitions';

/** One product per test, on fresh data, stopped at its end whatever happens; `settings` are its environment. */
export const test = base.extend<{ product: Product; settings: Record<string, string> }>({
  settings: [{}, { option: true }],
  product: async ({ settings }, use) => {
    const product = await startProduct(settings);
    await use(product);
    await product.stop();
  },
});

export { expect };

/** Opens a page that shows the panel, and waits until it is live. */
export async function openPanel(page: Page, product: Product, path = '/labo/kafka'): Promise<void> {
  await page.goto(product.url + path);
  await expect(page.getByRole('button', { name: /^Publier/ })).toBeEnabled();
}

export async function publish(page: Page, key: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name: 'clé', exact: true }).fill(key);
  await page.getByRole('textbox', { name: 'valeur', exact: true }).fill(value);
  await page.getByRole('button', { name: /^Publier/ }).click();
}

export const lane = (page: Page, partition: number): Locator =>
  page.getByRole('region', { name: `Partition ${partition}`, exact: true });

/** The number after « fin du journal ». */
export const logEnd = (page: Page, partition: number): Locator => page.locator(`[data-fin="${partition}"]`);

export const group = (page: Page, name: string): Locator => page.getByRole('article', { name: `Groupe ${name}` });

export const addConsumer = (page: Page): Promise<void> =>
  page.getByRole('button', { name: '+ Consommateur', exact: true }).click();

/** A consumer of another group, by the settings beside the button. */
export async function addConsumerOf(page: Page, name: string, from: 'earliest' | 'latest' = 'earliest'): Promise<void> {
  await page.getByRole('button', { name: 'Réglages du prochain consommateur' }).click();
  await page.getByRole('textbox', { name: 'groupe', exact: true }).fill(name);
  await page.getByLabel('un groupe sans offset validé commence').selectOption(from);
  await page.keyboard.press('Escape');
  await addConsumer(page);
}

/** An experiment's card and its steps, by id. */
export function experiment(page: Page) {
  const card = page.getByRole('region', { name: /^Expérience · / });
  const step = (id: string) => card.locator(`[data-etape="${id}"]`);
  return {
    card,
    step,
    done: (id: string) => expect(step(id)).toHaveAttribute('data-fait', 'true', { timeout: 30_000 }),
    notDone: (id: string) => expect(step(id)).toHaveAttribute('data-fait', 'false'),
    predict: async (id: string, choice: string) => {
      await step(id).getByText(choice, { exact: true }).click();
      await expect(step(id).getByRole('radio', { name: choice })).toBeChecked();
    },
    /** Begins again, and nothing is left of it. */
    reset: async () => {
      await card.getByRole('button', { name: 'Recommencer l’expérience' }).click();
      await expect(card.locator('[data-fait="true"]')).toHaveCount(0);
      await expect(card.getByRole('radio', { checked: true })).toHaveCount(0);
    },
  };
}

/** Members of a group as the page shows them. */
export const members = (page: Page, name: string): Locator => group(page, name).locator('[data-membre]');
