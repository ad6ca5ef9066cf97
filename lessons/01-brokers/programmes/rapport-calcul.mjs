// rapport-calcul.mjs : un travail long, sans rien attendre de personne. Le serveur et l'ouvrier le connaissent.

/** Combien de nombres premiers jusqu'à `limite` ? Compté sans ruse, pour que cela dure. */
export function compterPremiers(limite) {
  let combien = 0;
  for (let n = 2; n <= limite; n += 1) {
    let diviseur = 2;
    while (diviseur * diviseur <= n && n % diviseur !== 0) diviseur += 1;
    if (diviseur * diviseur > n) combien += 1;
  }
  return combien;
}
