// What a journey does on the page, in the reader's own words.
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { enterAs } from './door.ts';
import { endPrograms } from './programs.ts';
import { type Product, startProduct } from './server.ts';

export const lesson = '/lecons/kafka/un-groupe-se-partage-les-partitions';

type Fixtures = {
  product: Product;
  /** Environment of the product. */
  settings: Record<string, string>;
  /** Pseudonym of whose sandbox the journey takes place in; null: the class. */
  sandbox: string | null;
  /**
   * The journey needs no product of its own: all it does is seen by its own person alone, and it neither stops the server nor counts
   * who is there.
   */
  shared: boolean;
};
type WorkerFixtures = {
  /** One for all the journeys of this worker that share; started by the first of them. */
  sharedProduct: () => Promise<Product>;
};

/** One product per test, on fresh data, stopped at its end whatever happens, and before it every program it was given. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  settings: [{}, { option: true }],
  sandbox: [null, { option: true }],
  shared: [false, { option: true }],
  sharedProduct: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that nothing else is needed.
    async ({}, use) => {
      let product: Promise<Product> | null = null;
      await use(() => {
        product ??= startProduct();
        return product;
      });
      await (await (product as Promise<Product> | null))?.stop();
    },
    { scope: 'worker' },
  ],
  product: async ({ settings, sandbox, shared, sharedProduct }, use) => {
    if (shared) {
      await use(await sharedProduct());
      endPrograms();
      return;
    }
    const product = await startProduct(settings);
    await use({ ...product, sandbox });
    endPrograms();
    await product.stop();
  },
});

export { expect };

/** Opens a page that shows the panel, and waits until it is live. */
export async function openPanel(page: Page, product: Product, path = '/labo/kafka'): Promise<void> {
  if (product.sandbox !== null) await enterSandbox(page, product, product.sandbox);
  await page.goto(product.url + path);
  await expect(page.getByRole('button', { name: /^Publier/ })).toBeEnabled();
}

/** From the home page: what the class has done before must not count as done by the sandbox. */
async function enterSandbox(page: Page, product: Product, name: string): Promise<void> {
  await page.goto(product.url);
  await enterAs(page, name);
  await page.getByRole('combobox', { name: 'Espace de travail' }).selectOption('own');
  await expect(page.getByRole('region', { name: 'Bac à sable' }).locator('code')).toBeVisible();
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

/** Records in the topic, by the ends of its logs; null before they are drawn. */
export async function recordsShown(page: Page): Promise<number | null> {
  const ends = await page.locator('[data-fin]').allTextContents();
  return ends.length === 0 ? null : ends.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
}

export const group = (page: Page, name: string): Locator => page.getByRole('article', { name: `Groupe ${name}` });

export const addConsumer = (page: Page): Promise<void> =>
  page.getByRole('button', { name: '+ Consommateur', exact: true }).click();

/** The ten messages of demonstration, to the last: another series would be refused before. */
export async function tenMessages(page: Page): Promise<void> {
  const before = (await recordsShown(page)) ?? 0;
  await page.getByRole('button', { name: 'Dix messages' }).click();
  await expect.poll(() => recordsShown(page)).toBe(before + 10);
}

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
    done: (id: string) => expect(step(id)).toHaveAttribute('data-fait', 'true'),
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
