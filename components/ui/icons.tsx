// The signs of the interface, one stroke each on a grid of 24. Always beside words or on a named button: hidden from readers.

type IconProps = { size?: number | string; strokeWidth?: number; className?: string };

/** `d`: the path of the sign. */
function icon(d: string) {
  return ({ size = '1.1em', strokeWidth = 2, className }: IconProps) => (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      <path d={d} />
    </svg>
  );
}

export const ArrowDown = icon('M12 5v14m-7-7 7 7 7-7');
export const ArrowUp = icon('M12 19V5m-7 7 7-7 7 7');
export const Check = icon('m4 12.5 5 5L20 6.5');
export const ChevronDown = icon('m6 9 6 6 6-6');
export const ChevronLeft = icon('m15 6-6 6 6 6');
export const ChevronRight = icon('m9 6 6 6-6 6');
export const ChevronsLeft = icon('m12 6-6 6 6 6m6-12-6 6 6 6');
export const ChevronsRight = icon('m6 6 6 6-6 6m6-12 6 6-6 6');
export const Cross = icon('M6 6l12 12M18 6 6 18');
export const Download = icon('M12 4v11m-5-5 5 5 5-5M4 20h16');
export const Eye = icon('M2 12c5-9 15-9 20 0-5 9-15 9-20 0m7 0a3 3 0 1 0 6 0 3 3 0 1 0-6 0');
export const Hourglass = icon('M6 3h12M6 21h12M7 3c0 6 5 6 5 9s-5 3-5 9M17 3c0 6-5 6-5 9s5 3 5 9');
export const Pause = icon('M8 5v14M16 5v14');
export const Play = icon('M7 4.5v15l12-7.5z');
export const Plus = icon('M12 5v14M5 12h14');
export const Printer = icon('M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z');
export const Question = icon('M8.5 9a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1.3-1.5 2.3M12 18.5v.01');
export const Restart = icon('M4 4v5h5M4.5 9a8.5 8.5 0 1 1-1 5');
export const Table = icon('M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14');
export const Search = icon('M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14M21 21l-5-5');
