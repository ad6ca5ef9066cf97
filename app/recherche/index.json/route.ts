// What the search page searches in: written when pages are built.
import { searchEntries } from '#lessons/search.ts';

export const dynamic = 'force-static';

export const GET = (): Response => Response.json(searchEntries());
