// Tailwind 4 is configured in app/globals.css; this file only switches it on.
export default { plugins: { '@tailwindcss/postcss': {} } };
