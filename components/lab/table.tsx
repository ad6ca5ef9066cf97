// One table of the text twin: a caption, headings, and a box of its own to scroll in when it is wide.
import type { ReactNode } from 'react';

export function Table({
  caption,
  heads,
  children,
}: {
  caption: string;
  heads: readonly string[];
  children: ReactNode;
}) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-sm [&_tbody_tr]:border-line [&_tbody_tr]:border-t [&_td]:py-1 [&_td]:pr-4 [&_td]:font-mono [&_th]:py-1 [&_th]:pr-4 [&_th]:font-semibold">
        <caption className="text-left font-bold">{caption}</caption>
        <thead className="text-muted">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
