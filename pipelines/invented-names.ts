/** Names of nobody, for leads and agents made from transcripts. */

const FIRST =
  `Ada Amara Anders Anika Arlo Beatriz Benno Callum Camille Cedric Chiara Dario Delia Ebba Elias Esme
Farah Felix Freya Gideon Greta Hana Hugo Ilse Imani Ines Ivo Jonas Kaito Kalani Keira Lars Leila Linus Lucia Malik
Mara Matteo Mei Milo Nadia Nico Noor Odile Omar Orla Petra Priya Quinn Rafael Rania Rhea Ruben Sanna Selim Signe
Soren Talia Tariq Thea Ulla Viggo Wren Yara Zeno`.split(/\s+/);
const LAST =
  `Abara Almeida Arvidson Balogun Barkley Bexell Caruso Castellan Chowdry Dalgaard Devlin Dornan Ekberg
Ellery Farrow Feld Fontaine Garrick Gentile Halloran Hartwell Ibarra Ishida Jarrow Kessler Kimura Lindqvist Lowell
Marchetti Mbeki Nakata Norwood Okafor Olsson Pacheco Pellerin Quigley Rahimi Renner Rosales Sandoval Sayeed Sorrell
Tamura Thorne Trevino Ullman Vance Varga Waverly Weiland Yilmaz Yoder Zabel Zeller`.split(/\s+/);

export const AGENTS = ['nora-whitfield', 'theo-marsh', 'ines-calder', 'sam-okoro', 'lena-brandt'] as const;

/** The same number gives the same name. */
export const inventName = (n: number): string =>
  `${FIRST[n % FIRST.length]} ${LAST[Math.floor(n / FIRST.length) % LAST.length]}`;
