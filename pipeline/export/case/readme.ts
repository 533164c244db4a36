// README.md of a case folder: what it is and how to check it, in English and in French.
import { harmless } from '../../platform/harmless.ts';
import { inLanguages } from '../../text/language.ts';
import type { CaseManifest } from '../manifest.ts';

const WHAT = inLanguages({
  en: `This folder says what an operation earned at least, month by month, and holds everything
that these figures were computed from.
The figures are in floors.csv and floor-lines.csv; sources.csv, parts.csv, take-backs.csv
and left-out.csv say which source counted for which month, what is left out and why, and
what was taken back.
They were computed from the records in the .ndjson files, and from the exchange rates and
lists in reference.json; ledger.csv says where each record was received. Where a month has
rung L4, comparable-ratios.ndjson has the other operations that it was compared with.
The rules are in docs/method.md of plancher, and docs/recompute.md shows how to apply them
to this folder by hand.
Every file but manifest.sig and manifest.json itself is listed in manifest.json with its
SHA-256, and any tool computes that of a file: sha256sum FILE.
The last line but one of manifest.sig is the SHA-256 of manifest.json, and its last line an
Ed25519 signature of the lines before; made_at in it is the time at which the folder was
made.
To check all of this: plancher verify DIR --key export-public.pem, with the public key that
you got from the office by another way.
To compute every figure again, without a database and without a network: plancher verify DIR
--recompute --key export-public.pem; it names the first figure that differs.
An empty floor means that no figure could be computed, and never 0.
A floor is revenue that is shown at least, under the assumptions that docs/method.md lists;
it is not profit, not criminal proceeds, not damages, and no estimate of the most likely
revenue.`,
  fr: `Ce dossier dit ce qu'une opération a encaissé au minimum, mois par mois, et contient tout ce
dont ces chiffres ont été calculés.
Les chiffres sont dans floors.csv et floor-lines.csv ; sources.csv, parts.csv,
take-backs.csv et left-out.csv disent quelle source a compté pour quel mois, ce qui est
laissé de côté et pourquoi, et ce qui a été repris.
Ils ont été calculés à partir des enregistrements des fichiers .ndjson et des taux de change
et listes de reference.json ; ledger.csv dit où chaque enregistrement a été reçu. Pour un
mois d'échelon L4, comparable-ratios.ndjson contient les autres opérations auxquelles il a
été comparé.
Les règles sont dans docs/method.md de plancher, et docs/recompute.md montre comment les
appliquer à la main à ce dossier.
Chaque fichier, sauf manifest.sig et manifest.json lui-même, est cité dans manifest.json
avec son SHA-256, que tout outil sait calculer : sha256sum FICHIER.
L'avant-dernière ligne de manifest.sig est le SHA-256 de manifest.json, et sa dernière ligne
une signature Ed25519 des lignes qui précèdent ; made_at y est l'heure à laquelle le dossier
a été fait.
Pour vérifier tout cela : plancher verify DIR --key export-public.pem, avec la clé publique
reçue du service par une autre voie.
Pour recalculer chaque chiffre, sans base de données et sans réseau : plancher verify DIR
--recompute --key export-public.pem ; la commande nomme le premier chiffre qui diffère.
Un plancher vide veut dire qu'aucun chiffre n'a pu être calculé, jamais 0.
Un plancher est un revenu établi au minimum, sous les hypothèses que docs/method.md
énumère ; ce n'est ni un bénéfice, ni le produit d'une infraction, ni un préjudice, ni une
estimation du revenu le plus probable.`,
});

const FACTS = inLanguages({ en: 'In this folder', fr: 'Dans ce dossier' });

type Facts = Pick<CaseManifest, 'operation' | 'method_version' | 'alpha_ppm' | 'run' | 'made_by'>;

export function readmeText({ operation, method_version, alpha_ppm, run, made_by }: Facts): string {
  const facts = [
    `operation: ${JSON.stringify(harmless(operation))}`,
    `method_version: ${method_version}`,
    `alpha_ppm: ${String(alpha_ppm)}`,
    `run_id: ${run.run_id}`,
    `plancher: ${made_by.plancher}`,
  ];
  return [
    '# A case folder of plancher',
    WHAT.en,
    '# Un dossier de plancher',
    WHAT.fr,
    `# ${FACTS.en} / ${FACTS.fr}`,
    facts.map((fact) => `    ${fact}`).join('\n'),
    '',
  ].join('\n\n');
}
