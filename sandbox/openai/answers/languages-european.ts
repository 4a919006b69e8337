import type { Language } from "./language";

export const EUROPEAN: readonly Language[] = [
  {
    names: /\bfrench\b|\bfrançais\b/iu,
    written:
      /(?<![\p{L}])(?:est|les|des|une|pour|avec|dans|comment|pourquoi|quelle?|qu'est|je|vous|bonjour|expliquez|écris|merci)(?![\p{L}])/giu,
    hello: /^(?:bonjour|salut|bonsoir)[\s!.]*(?:vous|merci|comment.*)?$/iu,
    greeting:
      "Bonjour ! Sur quoi voulez-vous travailler ? Je peux expliquer, comparer, planifier, calculer ou rédiger avec vous.",
    opening: "Voici l'essentiel sur « TOPIC », en trois points.",
    points: [
      "**Fixer le but.** Écrivez en une phrase ce qui serait une réussite.",
      "**Commencer petit.** La plus petite version possible montre où est la vraie difficulté.",
      "**Regarder en arrière.** Gardez une chose qui a marché, changez-en une autre.",
    ],
    table: [
      "Prochaine étape",
      "Aujourd'hui : écrire le but en une phrase",
      "Cette semaine : un petit essai et son résultat",
    ],
    closing: "Dites-m'en plus sur votre situation, et je serai plus précis.",
  },
  {
    names: /\bgerman\b|\bdeutsch\b/iu,
    written:
      /(?<![\p{L}])(?:ist|der|die|das|und|wie|warum|nicht|ein|eine|für|mit|ich|bitte|erkläre|hallo|kannst)(?![\p{L}])/giu,
    hello: /^(?:hallo|guten (?:tag|morgen|abend))[\s!.]*(?:bitte|wie.*)?$/iu,
    greeting:
      "Hallo! Woran möchten Sie arbeiten? Ich kann erklären, vergleichen, planen, rechnen oder mit Ihnen einen Entwurf schreiben.",
    opening: "Das Wichtigste zu „TOPIC“ in drei Punkten:",
    points: [
      "**Das Ziel festlegen.** Schreiben Sie in einem Satz auf, woran man den Erfolg erkennt.",
      "**Klein anfangen.** Erst der kleinste Schritt zeigt, wo die eigentliche Schwierigkeit liegt.",
      "**Zurückschauen.** Eines behalten, was gut war, und eines ändern.",
    ],
    table: ["Nächster Schritt", "Heute: das Ziel in einem Satz", "Diese Woche: ein kleiner Versuch und sein Ergebnis"],
    closing: "Mit etwas mehr über Ihre Lage kann ich genauer antworten.",
  },
  {
    names: /\bspanish\b|\bespañol\b|\bcastellano\b/iu,
    written: /(?<![\p{L}])(?:es|los|las|una|para|con|cómo|qué|por|hola|explica|escribe|gracias|puedes)(?![\p{L}])/giu,
    hello: /^¿?¡?(?:hola|buenos días|buenas (?:tardes|noches))[\s!.]*(?:gracias|¿?qué.*|¿?cómo.*)?$/iu,
    greeting:
      "¡Hola! ¿En qué quieres trabajar? Puedo explicar, comparar, planificar, calcular o escribir un borrador contigo.",
    opening: "Lo esencial sobre «TOPIC», en tres puntos:",
    points: [
      "**Fijar la meta.** Escribe en una frase qué sería un buen resultado.",
      "**Empezar en pequeño.** El paso más pequeño muestra dónde está la verdadera dificultad.",
      "**Mirar atrás.** Conserva una cosa que funcionó y cambia otra.",
    ],
    table: ["Siguiente paso", "Hoy: escribir la meta en una frase", "Esta semana: una prueba pequeña y su resultado"],
    closing: "Si me cuentas más de tu situación, puedo ser más preciso.",
  },
  {
    names: /\bitalian\b|\bitaliano\b/iu,
    written: /(?<![\p{L}])(?:è|gli|della|perché|come|sono|ciao|spiega|scrivi|grazie|puoi|cosa)(?![\p{L}])/giu,
    hello: /^(?:ciao|buongiorno|buonasera)[\s!.]*(?:grazie|come.*)?$/iu,
    greeting:
      "Ciao! Su che cosa vuoi lavorare? Posso spiegare, confrontare, pianificare, calcolare o scrivere una bozza con te.",
    opening: "L'essenziale su «TOPIC», in tre punti:",
    points: [
      "**Fissare l'obiettivo.** Scrivi in una frase che cosa sarebbe un successo.",
      "**Cominciare in piccolo.** Il passo più piccolo mostra dov'è la vera difficoltà.",
      "**Guardare indietro.** Tieni una cosa che ha funzionato e cambiane un'altra.",
    ],
    table: [
      "Prossimo passo",
      "Oggi: scrivere l'obiettivo in una frase",
      "Questa settimana: una piccola prova e il suo esito",
    ],
    closing: "Se mi racconti di più, posso essere più preciso.",
  },
];
