"""The words of the French services contract. [[ ]] marks what is set in bold."""

from making import story
from making.check_digits import in_groups


def _number(siren: str) -> str:
    return in_groups(siren, 3)


def _vat(number: str) -> str:
    return f"{number[:2]} {number[2:4]} {in_groups(number[4:], 3)}"


BLOCKS = (
    "ENTRE LES SOUSSIGNÉES :",
    f"[[Meridian Logistics SAS]], société par actions simplifiée au capital de 2 400 000 euros, "
    f"dont le siège social est situé {story.MERIDIAN_STREET}, {story.MERIDIAN_TOWN}, immatriculée "
    f"au registre du commerce et des sociétés de Lille Métropole sous le numéro "
    f"{_number(story.MERIDIAN_SIREN)}, numéro de TVA intracommunautaire "
    f"{_vat(story.MERIDIAN_VAT)}, représentée par Madame Hélène Vasseur, directrice générale, "
    f"ci-après dénommée « le Client »,",
    f"[[Brandt Conseil SARL]], société à responsabilité limitée au capital de 15 000 euros, dont "
    f"le siège social est situé {story.CONSEIL_STREET}, {story.CONSEIL_TOWN}, immatriculée au "
    f"registre du commerce et des sociétés de Lyon sous le numéro {_number(story.CONSEIL_SIREN)}, "
    f"numéro de TVA intracommunautaire {_vat(story.CONSEIL_VAT)}, représentée par Monsieur Jörg "
    f"Brandt, gérant, ci-après dénommée « le Prestataire »,",
    "ci-après désignées ensemble « les Parties », il a été convenu ce qui suit.",
    "PRÉAMBULE",
    "Le Client exploite des plateformes logistiques en France, en Allemagne et au Royaume-Uni. Il "
    "souhaite moderniser le pilotage de ses entrepôts et confier à un intervenant extérieur "
    "l’audit de l’existant, le choix des équipements de télématique et l’accompagnement de leur "
    "mise en service. Le Prestataire, dont le gérant a dirigé jusqu’au 28 février 2025 "
    "l’exploitation de la filiale Meridian Logistik GmbH à Cologne, déclare disposer des "
    "compétences nécessaires.",
    "ARTICLE 1 – OBJET",
    "Le Client confie au Prestataire, qui l’accepte, une mission de conseil portant sur le système "
    "de pilotage des entrepôts de Lille, de Cologne et de Manchester. La mission comprend : a) un "
    "audit des flux et des systèmes, remis sous forme de rapport ; b) la rédaction du cahier des "
    "charges des passerelles de télématique ; c) l’assistance à la sélection et à la commande des "
    "équipements auprès de fournisseurs tiers ; d) le suivi de la mise en service pendant six "
    "mois.",
    "ARTICLE 2 – DURÉE",
    "Le contrat prend effet le 1er avril 2025 pour une durée ferme de dix-huit mois et expire le "
    "30 septembre 2026. Il ne peut être reconduit que par avenant écrit et signé des deux Parties. "
    "Aucune tacite reconduction n’est admise.",
    "ARTICLE 3 – MODALITÉS D’EXÉCUTION",
    "Le Prestataire organise librement son travail et demeure seul juge des moyens à mettre en "
    "œuvre. Il n’existe aucun lien de subordination entre le Client et les collaborateurs du "
    "Prestataire. Celui-ci intervient dans les locaux du Client à raison de quatre jours par mois "
    "au plus et respecte alors le règlement intérieur et les consignes de sécurité du site.",
    "Un comité de suivi se réunit le premier mardi de chaque mois. Le Prestataire y présente "
    "l’avancement, les écarts et les décisions attendues. Le compte rendu, établi par le Client, "
    "est réputé approuvé à défaut d’observation écrite dans les cinq jours ouvrés.",
    "ARTICLE 4 – LIVRABLES ET RECETTE",
    "Le rapport d’audit est remis au plus tard le 30 juin 2025, le cahier des charges au plus tard "
    "le 15 septembre 2025. Le Client dispose de quinze jours pour prononcer la recette ou notifier "
    "ses réserves motivées. Le Prestataire lève les réserves dans un délai de dix jours ouvrés. À "
    "défaut de réponse du Client dans le délai, le livrable est réputé accepté.",
    "ARTICLE 5 – PRIX",
    "En contrepartie de la mission, le Client verse au Prestataire une somme forfaitaire de "
    "[[84 000,00 €]] hors taxes, soit [[100 800,00 €]] toutes taxes comprises, la TVA au taux de "
    "20 % s’élevant à 16 800,00 €. Ce prix est payable en dix-huit mensualités de 4 666,67 € hors "
    "taxes. Il est ferme et ne peut être révisé pendant la durée du contrat.",
    "Les frais de déplacement sont remboursés sur présentation des justificatifs, dans la limite "
    "de 450,00 € par mois. Les frais de restauration ne sont pris en charge que lorsqu’ils sont "
    "exposés lors d’une mission hors du département du Rhône.",
    "ARTICLE 6 – FACTURATION ET PAIEMENT",
    f"Les factures sont adressées par voie électronique à {story.MERIDIAN_MAIL} et payées à trente "
    f"jours de leur date d’émission, par virement sur le compte du Prestataire ouvert auprès de la "
    f"Banque des Traboules, IBAN [[{in_groups(story.CONSEIL_IBAN, 4)}]], BIC TRABFR2LXXX.",
    "Tout retard de paiement entraîne de plein droit des pénalités égales à trois fois le taux "
    "d’intérêt légal ainsi qu’une indemnité forfaitaire pour frais de recouvrement de 40,00 €, "
    "conformément à l’article L. 441-10 du code de commerce.",
    "ARTICLE 7 – ÉQUIPEMENTS ACHETÉS AUPRÈS DE TIERS",
    "Les équipements sont commandés par le Client ou par l’une de ses filiales. Le Prestataire ne "
    "perçoit des fournisseurs aucune commission, remise ou avantage de quelque nature que ce soit. "
    "Toute relation d’intérêt avec un fournisseur consulté, en particulier avec Halden & Firth "
    "Ltd, est déclarée par écrit avant l’envoi de la consultation. Le manquement à cette "
    "obligation constitue une faute grave au sens de l’article 12.",
    "ARTICLE 8 – CONFIDENTIALITÉ",
    "Chaque Partie s’engage à tenir strictement confidentielles les informations de toute nature "
    "reçues de l’autre à l’occasion du contrat, à ne les utiliser que pour son exécution et à ne "
    "les communiquer qu’aux seules personnes ayant besoin d’en connaître. Cette obligation demeure "
    "en vigueur pendant cinq ans à compter de la fin du contrat, quelle qu’en soit la cause.",
    "Ne sont pas confidentielles les informations tombées dans le domaine public sans faute de la "
    "Partie qui les a reçues, ou dont elle établit qu’elle les détenait déjà.",
    "ARTICLE 9 – DONNÉES À CARACTÈRE PERSONNEL",
    "Le Prestataire n’accède aux données à caractère personnel des salariés et des clients du "
    "Client que dans la stricte mesure nécessaire à sa mission. Il agit alors en qualité de "
    "sous-traitant au sens de l’article 28 du règlement (UE) 2016/679 du 27 avril 2016, sur "
    "instruction documentée, et restitue ou détruit les données dans les trente jours qui suivent "
    "la fin du contrat.",
    "ARTICLE 10 – PROPRIÉTÉ INTELLECTUELLE",
    "Le Prestataire cède au Client, au fur et à mesure du paiement, les droits de reproduction, de "
    "représentation et d’adaptation sur les livrables, pour le monde entier et pour la durée "
    "légale de protection. Il conserve la propriété de ses méthodes et de son savoir-faire "
    "antérieurs.",
    "ARTICLE 11 – RESPONSABILITÉ ET ASSURANCE",
    "Le Prestataire est tenu d’une obligation de moyens. Sa responsabilité est limitée, tous "
    "dommages confondus, au montant hors taxes du contrat, sauf faute lourde ou dolosive. Il "
    "justifie d’une assurance de responsabilité civile professionnelle à hauteur de 500 000,00 € "
    "par sinistre, police n° RCP-77-40218, souscrite auprès de la Mutuelle des Tisserands.",
    "ARTICLE 12 – RÉSILIATION",
    "En cas de manquement grave non réparé dans les trente jours d’une mise en demeure adressée "
    "par lettre recommandée avec avis de réception, la Partie lésée peut résilier le contrat de "
    "plein droit, sans préjudice des dommages et intérêts. Le Client peut en outre résilier à tout "
    "moment moyennant un préavis de trois mois et le paiement d’une indemnité égale à deux "
    "mensualités.",
    "ARTICLE 13 – NON-SOLLICITATION",
    "Pendant la durée du contrat et douze mois après son terme, chaque Partie s’interdit d’engager "
    "ou de faire travailler, directement ou indirectement, tout collaborateur de l’autre, sauf "
    "accord écrit préalable.",
    "ARTICLE 14 – FORCE MAJEURE",
    "Aucune Partie ne peut être tenue pour responsable de l’inexécution due à un événement de "
    "force majeure au sens de l’article 1218 du code civil. Si l’empêchement dure plus de soixante "
    "jours, chacune peut mettre fin au contrat par lettre recommandée.",
    "ARTICLE 15 – NOTIFICATIONS",
    f"Toute notification est faite au Client à l’attention de Madame Hélène Vasseur, "
    f"{story.MERIDIAN_STREET}, {story.MERIDIAN_TOWN}, téléphone {story.MERIDIAN_PHONE}.",
    f"Toute notification est faite au Prestataire à l’attention de Monsieur Jörg Brandt, courriel "
    f"{story.CONSEIL_MAIL}, téléphone {story.CONSEIL_PHONE}, {story.CONSEIL_STREET}, "
    f"{story.CONSEIL_TOWN}.",
    "ARTICLE 16 – DISPOSITIONS GÉNÉRALES",
    "Le présent contrat exprime l’intégralité de l’accord des Parties et remplace tout engagement "
    "antérieur. Il ne peut être modifié que par avenant signé. La nullité d’une stipulation "
    "n’entraîne pas celle des autres. Le fait de ne pas se prévaloir d’un manquement ne vaut pas "
    "renonciation. Le contrat ne peut être cédé sans l’accord écrit de l’autre Partie.",
    "ARTICLE 17 – DROIT APPLICABLE ET JURIDICTION",
    "Le contrat est soumis au droit français. Tout différend relatif à sa formation, à son "
    "exécution ou à sa cessation, non réglé à l’amiable dans les trente jours de sa notification, "
    "est porté devant le tribunal de commerce de Lille Métropole, seul compétent, même en cas de "
    "pluralité de défendeurs ou d’appel en garantie.",
)

CLOSING = (
    "Fait à Lille, le 3 mars 2025, en deux exemplaires originaux, dont un remis à chaque",
    "Partie. Les annexes A (calendrier) et B (liste des sites) font partie du contrat.",
)

CLIENT_BLOCK = (
    "Pour le Client",
    "Meridian Logistics SAS",
    "Madame Hélène Vasseur",
    "Directrice générale",
)

PROVIDER_BLOCK = (
    "Pour le Prestataire",
    "Brandt Conseil SARL",
    "Monsieur Jörg Brandt",
    "Gérant",
)

CALENDAR = (
    ("Échéance", "Livrable ou étape", "Responsable"),
    ("1er avril 2025", "Réunion de lancement à Lille", "Les Parties"),
    ("30 juin 2025", "Rapport d’audit", "Prestataire"),
    ("15 septembre 2025", "Cahier des charges des passerelles", "Prestataire"),
    ("31 octobre 2025", "Commande des équipements", "Client"),
    ("31 mars 2026", "Mise en service du dernier site", "Prestataire"),
    ("30 septembre 2026", "Fin du suivi, rapport de clôture", "Prestataire"),
)

SITES = (
    ("Site", "Adresse", "Interlocuteur"),
    ("Lille", f"{story.MERIDIAN_STREET}, {story.MERIDIAN_TOWN}", "Mme Hélène Vasseur"),
    ("Cologne", f"{story.GMBH_STREET}, {story.GMBH_TOWN}", "M. Tobias Rehm"),
    ("Manchester", f"{story.UK_STREET}, {story.UK_TOWN}", "Mme Priya Raman"),
)
