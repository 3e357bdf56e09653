/*
 * Words that make a street of the words beside them, by where they stand. Small letters; a new country is a word in one of these lists.
 */

/** Behind the name, the number before it: 12 Mill Lane. */
export const KINDS_BEHIND = `street st avenue ave av road rd boulevard blvd lane ln drive dr court ct place pl square sq terrace ter tce way close
  crescent cres cr parkway pkwy highway hwy circle cir trail trl gardens gdns grove gr mews quay row walk hill loop pike plaza plz alley aly
  turnpike tpke run ridge path pass point crossing junction rise vale view park green heights estate esplanade parade pde promenade
  expressway freeway route rte bypass causeway bend cove coves field fields freeway glen haven hollow island isle knoll landing manor meadow
  meadows mill mission mount mountain oval overpass passage pine plain prairie ranch rapids rest shoal shore skyway spring springs spur
  station stravenue summit throughway trace track tunnel underpass union valley viaduct village ville vista walks wall ways well wells camp
  creek crest curve dale divide extension extensions ford forge fork fort garden gateway groves harbor inlet key lake lock lodge brook brooks
  burg bluff bottom branch bridge cape center centre cliff club common corner course courts drives estates falls ferry flat flats forest
  forks greens highlands hills islands keys knolls lakes lights loaf locks mall ports port radial river roads rue shoals shores squares
  stream streets via`

/** Behind the name, the number behind it: Andrássy út 12. */
export const KINDS_BEHIND_NUMBER_LAST = `straße strasse str allee platz weg ring damm ufer gasse markt chaussee promenade stieg steig pfad
  utca út u tér krt körút sétány útja kapu rkp köz dűlő fasor sor park tere tee tn tänav pst mnt gate gata gaten vei veien veg vegen plass
  terrasse alle allé vej gade plads torv stræde have park centret vägen väg gatan gränd torg plan stig iela bulvāris prospekts laukums
  gatvė prospektas ulice nám náměstí třída nábřeží ulica trg cesta ulice bulevardul sokak sokağı caddesi cad sk mahallesi bulvarı
  katu tie kuja polku tori laan straat weg plein gracht kade singel dreef hof steenweg lei baan οδός λεωφόρος πλατεία улица ул проспект
  просп пер площадь наб шоссе бульвар`

/** Before the name: Calle Mayor 5, 12 rue de la Paix, ul. Lipowa 14. */
export const KINDS_BEFORE = `rue avenue av boulevard bd bld place pl chemin ch impasse imp allée allee quai route rte cours passage square sentier
  ruelle esplanade faubourg calle c/ cl avenida avda avd av plaza pza pl paseo pº camino cno carrera cra cr carretera ctra ronda travesía
  callejón glorieta rúa praza via viale v.le piazza p.za piazzale corso c.so vicolo largo strada contrada salita borgo lungotevere rua r
  avenida travessa tv praça pc largo alameda estrada rodovia beco quadra ul ulica al aleja aleje os osiedle plac pl rynek strada str
  bulevardul bd calea aleea splaiul piața nám náměstí třída tř námestie námestí jalan jl jln lorong οδός λεωφόρος λεωφ λεωφορος πλατεία
  πλατεια ул улица пр проспект пр-т пер площадь наб gran ctra trg`

/** Ends of one word that is a street by itself, the number behind it: Hauptstraße 5, Ringvej 144, Snellmaninkatu 55. */
export const KIND_ENDINGS = `straße strasse str str. weg platz allee gasse damm ufer steig stieg pfad markt brücke graben bundesstrasse straat
  laan plein gracht kade singel dreef steenweg lei vej gade vænge plads torv stræde parken gatan gata gränd vägen väg torget gate gaten veien vei
  vegen veg bakken katu kuja tie polku raitti vegur braut hlíð tún holt stígur gerði utca tänav puiestee maantee iela gatvė ulica`

/** Parts of a building, before a number. */
export const UNITS = `apt apt. apartment suite ste ste. unit flat floor fl fl. room rm rm. wohnung whg whg. appartement appt appt. piso puerta esc
  escalera bloque interno int scala andar apto apto. bloco lejl lgh m. mieszkanie byt lakás door stock etage étage bât bât. bâtiment building bldg
  bldg. block lot trailer trlr hall penthouse local oficina`

export function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/).filter((word) => word !== ''))
}

/**
 * The words as alternatives of a pattern, longest first; `title` adds each with a capital letter and all in capitals, for patterns that
 * mind the case.
 */
export function alternativesOf(list: string, forms: 'as-is' | 'title' | 'title-only' = 'as-is'): string {
  const title = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
  const words = [...wordsOf(list)].flatMap((word) => {
    if (forms === 'as-is') return [word]
    return forms === 'title' ? [word, title(word), word.toUpperCase()] : [title(word), word.toUpperCase()]
  })
  return [...new Set(words)]
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^$()[\]{}|\\/]/g, String.raw`\$&`))
    .join('|')
}
