// A Mermaid diagram drawn when the lesson was written (npm run diagrams): one drawing per theme, a title, a description
// and a version in words. Used by the plug-in scripts/mdx/remark-diagrams.mjs only.

export type DiagramProps = {
  title: string;
  description: string;
  /** The same thing in sentences. */
  words: readonly string[];
  light: string;
  dark: string;
};

export function Diagram({ title, description, words, light, dark }: DiagramProps) {
  return (
    <figure className="my-5 break-inside-avoid rounded-xl border border-line bg-sheet p-4">
      <Drawing svg={light} className="only-light" label={`${title}. ${description}`} />
      <Drawing svg={dark} className="only-dark" label={`${title}. ${description}`} />
      <figcaption className="mt-2 text-center text-muted text-sm">{title}</figcaption>
      <details className="mt-2 text-sm print:hidden">
        <summary className="text-accent">Le schéma en mots</summary>
        <ul className="mt-2 list-disc space-y-1 pl-5">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

function Drawing({ svg, className, label }: { svg: string; className: string; label: string }) {
  return (
    <div
      role="img"
      aria-label={label}
      className={`[&>svg]:mx-auto [&>svg]:h-auto [&>svg]:max-w-full projection:[&>svg]:max-h-[68dvh] projection:[&>svg]:w-4/5 projection:[&_:is(path,rect)]:[stroke-width:1.8px] print:[&>svg]:max-h-[11cm]! print:[&>svg]:w-auto! ${className}`}
      // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn by us from our lessons, without script, style or link (checked by a test)
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
