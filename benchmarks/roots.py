"""The roots, endings and function words that benchmarks.vocabulary derives French from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Roots that take the same endings, the most frequent of both first; « - » is no ending.

    `weight` is relative to the other families, `prefixes` the number of prefixes they take.
    """

    weight: float
    prefixes: int
    endings: str
    roots: str


_ER = (
    "e é er ent ée és a ait ant aient ées era eront erait èrent eraient ons ez es ais ions iez"
    " erons erez erai eras erais erions eriez ai as asse assent âmes âtes ât"
)
_ATION = "ation ations ateur ateurs atrice atrices atif ative atifs atives able ables"
_AGENT = "ement ements eur eurs euse euses age ages"
_IR = (
    "i it ir ie is ies issent issant issait issaient ira iront irait iraient irent issons issez"
    " issions issiez irons irez irai iras irais irions iriez isse isses issement issements isseur"
)

FAMILIES: tuple[Family, ...] = (
    Family(
        weight=1.0,
        prefixes=8,
        endings=f"{_ATION} {_ER}",
        roots="""
        présent déclar inform organis situ explor prépar confirm opér observ form interpell localis
        aliment consult consomm continu occup réalis utilis autoris condamn concentr dot
        estim évalu explic export import imagin implic indic install invit libér limit manifest
        mobilis modific négoci nomin not oblig particip planific priv proclam qualific
        radi ratific recommand récupér réform régul répar représent résili restaur révoc sanction
        simul stabilis stimul subvention tax tolér transform valoris vari vaccin valid végét
        administr accus adapt accumul amélior amput anim annex appropri articul aspir assimil attest
        augment calcul captur cit coopér color compens compil conserv consolid constat contest
        convoc coordin corrél créd culpabilis cultiv décor dégrad délimit démissionn
        déplor déport dériv désign détermin dévast dissimul document domin édit élabor
        élimin embarc émigr enregistr équip escort exalt exécut expériment expuls facilit
        fédér fiscalis fluctu fond formul général habit hésit hospitalis identific illustr
        immigr improvis inaugur incarcér incit inhal initi inond inspir instaur intégr interrog
        invoc irrit isol justific légalis légitim maltrait médit ment migr milit
        minimis modul motiv mut narr national normalis numéris optimis orient oxyd
        perfor perpétu perturb pollu postul prédomin privatis prolifér provoc rationn réanim
        réclam réfut rémunér rénov répudi réserv respir révél sécuris sollicit spécul
        suspect tent titularis tortur urbanis vibr visit
        """,
    ),
    Family(
        weight=1.2,
        prefixes=8,
        endings=f"{_ER} {_AGENT}",
        roots="""
        gouvern pass annonc lanc chang développ demand port rest trouv donn parl compt arriv appel
        montr touch tomb mont march jug engag aid accompagn entr laiss regard pens dir jou travers
        ferm vot gagn coût chant travaill cherch tir frapp charg group command renforc
        boulevers ouvr entraîn encourag plac commenc remplac forc avanc dénonc prononc financ
        influenc menac exerc dérang mang partag voyag nag log soulag ménag protég abrég
        allong arrang attach attaqu bagarr baiss balanc barr bless bloqu bouch boud bris brûl
        brouill cach calm camp cass caus chauff class coll combl comport coup couch crach
        creus croch cuisin dans débarqu débord déclench défil dégag démarr dépass dépens
        dérap désarm dévor dress échapp échou éclair écout écras éduqu effac
        élev embarqu embauch emprisonn encadr enferm enseign entass épuis étal étonn éveill évit
        exig expos fâch fatigu fauch fil fix flamb foul fouill frein fum gâch gard
        glan gliss goût grav grimp grogn guett habill hurl imprim insult jard
        labour lass livr maqu marqu massacr mesur mouill moul nou observ
        offr pay perc pêch pil pill plaid plant pleur plong pouss press prêt prouv
        puis racont ralli ramass rang ravag recul regroup relâch rembours remorqu repér
        report retir retourn rêv roul ruin sabot saut secou serr sign soign sonn souffl soulev
        surveill tard tass tourn tranch trich trembl troubl tu us vers vid vol
        """,
    ),
    Family(
        weight=0.8,
        prefixes=4,
        endings=_IR,
        roots="""
        fin chois réun établ garant fourn réuss sais élarg rempl atterr avert ralent bât fléch
        définit applaud pun nourr grand vieill ag agrand affaibl durc enrich éclairc
        invest surg appauvr embell vom rôt vern adouc alourd approfond assoupl
        """,
    ),
    Family(
        weight=1.0,
        prefixes=6,
        endings=(
            "al ale aux ales alité alités alement alisation aliser alisé alise alisent alisée"
            " alisés alisait aliste alistes alisme"
        ),
        roots="""
        nation région loc soci municip génér capit fin mondi commerci glob centr loy mor
        médic médi légal électoral pén territori coloni crimin tribun origin princip norm
        libér roy festiv hôpit journ fédér provinci départemen sentiment éditori
        """,
    ),
    Family(
        weight=1.0,
        prefixes=6,
        endings="ique iques iquement isme ismes iste istes icien iciens icienne iciennes icité",
        roots="""
        polit publ économ techn histor scientif électr démocrat numér écolog stratég jurid
        diplomat chim phys mécan informat tourist artist domest pacif atlant électron
        mathémat climat océan robot agronom symbol symptomat bureaucrat aristocrat énergét
        """,
    ),
    Family(
        weight=0.6,
        prefixes=4,
        endings="eux euse euses eusement osité osités",
        roots="""
        nombr séri danger heur génér religi mystéri préci lumin monstru vigour coût ambiti
        audaci prodigi fabul scandal harmoni capitul malici curi vict nerv
        """,
    ),
    Family(
        weight=0.7,
        prefixes=4,
        endings="el elle els elles ellement",
        roots="""
        ministéri présidenti essenti industri offici parti institutionn constitutionn structur
        traditionn professionn personn exceptionn matéri opérationn confidenti potenti résidenti
        conditionn émotionn rationn fonctionn artifici providenti
        """,
    ),
    Family(
        weight=1.6,
        prefixes=1,
        endings="- s",
        roots="""
        ministre maire ville président année semaine État région élu député loi parti projet
        entreprise jour groupe pays monde centre commune élève école famille enfant femme homme
        police justice budget grève réforme retraite salaire impôt emploi marché accord conseil
        commission assemblée sénateur syndicat ouvrier agriculteur éleveur médecin infirmière
        hôpital université lycée étudiant chercheur laboratoire musée théâtre festival concert
        film livre roman auteur écrivain musicien peintre œuvre exposition cinéma radio télévision
        rivière fleuve forêt montagne vallée littoral plage île port bateau train gare tramway
        autobus vélo voiture autoroute route pont tunnel aéroport avion usine mine centrale
        éolienne énergie pétrole gaz charbon eau sécheresse incendie crue tempête séisme canicule
        neige hiver été printemps automne janvier février juin juillet août septembre octobre
        novembre décembre avocat juge procureur tribunal procès prison détenu victime témoin
        enquête preuve gendarme pompier militaire armée soldat guerre paix frontière réfugié
        camp ambassade traité sommet crise dette croissance inflation banque bourse action
        actionnaire client prix vente achat boutique magasin restaurant hôtel touriste vin blé
        vache mouton loup abeille pesticide récolte ferme village quartier immeuble logement
        loyer locataire propriétaire chantier façade église cathédrale mosquée temple cimetière
        stade équipe match joueur entraîneur club championnat coupe victoire défaite course
        cycliste athlète médaille record jeu joueuse vaccin virus maladie patient urgence cœur
        nœud sœur frère père mère fille garçon âge naissance mort décès mariage fête
        Noël Pâques journal presse journaliste article photographie vidéo réseau plateforme
        ordinateur logiciel téléphone donnée algorithme robot satellite fusée étoile planète
        bébé forçat garçonnet façonnier leçon rançon soupçon maçon reçu déçu aperçu caïd naïf
        maïs haïe ambiguïté exiguë aiguë dû crû sûr mûr piqûre brûlure voûte croûte dîner île
        """,
    ),
    Family(
        weight=0.5,
        prefixes=1,
        endings="- ville court mont fort bourg lieu val champ gny nay ac argues illac ecourt",
        roots="""
        Villeneuve Beau Clair Haute Grand Mont Saint-Ambr Belle Roche Font Châtel Aub Marn
        Long Noir Franc Rich Mar Lam Cast Aur Vern Gér Bois Ness Tré Pless Quer Ploug
        Kerm Ost Ball Herm Corb Bar Champ Dompi Étr Éper Ém Ér
        """,
    ),
    Family(
        weight=0.4,
        prefixes=1,
        endings="- %",
        roots="""
        deux trois quatre cinq dix vingt cent mille 10 12 15 20 25 30 40 50 100 200 500 2,5 3,7
        0,8 1,2 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 75 80 90 60 120 150 300
        """,
    ),
)

# Per 10,000 words of French press, roughly; « - » is nothing before the content word
FUNCTION_WORDS = """
- 1900
de 520
la 300
le 270
et 210
les 230
des 200
en 150
un 130
du 150
une 115
que 60
est 70
pour 85
qui 60
dans 60
dans le 25
dans la 25
a 60
par 55
par la 20
plus 30
ne 12
n'a pas 8
au 60
aux 30
sur 35
sur la 20
se 25
de la 130
à la 50
à 60
ce 25
il 35
elle 15
son 25
sa 20
ses 18
leur 15
avec 35
sont 25
été 20
ont 15
mais 15
où 8
très 6
ce qui 5
même 6
entre les 8
après 12
depuis 8
sans 9
sous 7
selon le 10
contre la 9
comme 12
ni 2
dont 8
cette 14
ces 10
tous les 6
deux 8
aussi 6
pas 8
c'est 9
qu'il 6
qu'un 4
aujourd'hui 3
alors que 5
lors de 5
"""
# Before a vowel or a silent h
ELIDED = {
    "de ": "d'",
    "la ": "l'",
    "le ": "l'",
    "ne ": "n'",
    "se ": "s'",
    "que ": "qu'",
    "du ": "de l'",
    "au ": "à l'",
    "ce ": "cet ",
    "de la ": "de l'",
    "à la ": "à l'",
    "dans la ": "dans l'",
    "dans le ": "dans l'",
    "par la ": "par l'",
    "sur la ": "sur l'",
    "selon le ": "selon l'",
    "contre la ": "contre l'",
    "lors de ": "lors d'",
    "alors que ": "alors qu'",
}
