/** Names of things to fill templates with: made up, or known to everybody. */
export const PRODUCTS =
  'iPhone 13|iPhone|iPad|Galaxy S9|Galaxy S|MacBook Pro|MacBook|PlayStation 5|PS4|Xbox One|Xbox|Nintendo Switch|Windows 11|Windows 10|Windows|Ubuntu|Linux|Android|Photoshop|Excel|PowerPoint|Microsoft Word|Google Docs|Gmail|YouTube|WhatsApp|Instagram|Snapchat|TikTok|Spotify|Minecraft|Fortnite|GTA 5|Call of Duty|Toyota Corolla|Honda Civic|Tesla Model 3|Ford F-150|BMW X5|Audi A4|Jetta|Subaru|Corvette|Kindle|GoPro Hero 7|Fitbit|AirPods|Roomba|Raspberry Pi|Arduino|ThinkPad|Dell XPS|Lego|Barbie|Nutella|Oreo|Coca-Cola|Pepsi|Snickers|Nespresso|Dyson V8|Ray-Ban|Air Jordan|Chrome|Firefox|Safari|Docker|Kubernetes|MySQL|PostgreSQL|MongoDB|React|Angular|Django|Laravel|WordPress|Shopify|Stripe|Slack|Zoom|Microsoft Teams|Jira|Salesforce|QuickBooks|AutoCAD|MATLAB|Python 3|Java|JavaScript|TypeScript|C++|Bitcoin|Ethereum|ChatGPT|GPT-4|Alexa|Siri|Google Maps|Netflix|Hulu'.split(
    '|',
  )
export const WORKS =
  'Game of Thrones|Star Wars|Star Trek|Doctor Who|The Walking Dead|Breaking Bad|The Office|Friends|Stranger Things|Black Mirror|Rick and Morty|The Simpsons|South Park|Harry Potter|The Lord of the Rings|The Hobbit|Titanic|Avatar|Inception|The Matrix|Frozen|Moana|La La Land|Moonlight|Get Out|Jaws|Rocky|Alien|Predator|Jurassic Park|Pulp Fiction|Fight Club|The Godfather|Forrest Gump|Hamlet|Macbeth|Romeo and Juliet|Pride and Prejudice|The Great Gatsby|Moby Dick|Don Quixote|War and Peace|Animal Farm|Brave New World|The Odyssey|Don Giovanni|Bohemian Rhapsody|Despacito|Shape of You|Thriller|Culture|Lemonade|Monopoly|Tetris|Dragon Ball|One Piece|Naruto|Death Note|Pokemon|Dark Souls|Skyrim|Overwatch|Undertale|Mass Effect'.split(
    '|',
  )
export const TEAMS =
  'Warriors|Lakers|Celtics|Bulls|Cavs|Knicks|Raptors|Spurs|Patriots|Steelers|Cowboys|Packers|Bengals|Chiefs|Eagles|Giants|Yankees|Red Sox|Cubs|Dodgers|Arsenal|Chelsea|Liverpool|Man Utd|Man City|Barcelona|Real Madrid|Bayern|Juventus|Ajax|Celtic|Rangers|All Blacks|Wallabies|Ferrari|the Beatles|Coldplay|Radiohead|Gorillaz|Metallica|Nirvana|BTS|Migos|U2|Pink Floyd|Daft Punk|Little Mix|One Direction|Nazis|Republicans|Democrats|Tories|Labour Party|GOP|UN|NATO|EU|FBI|CIA|NASA|IMF|World Bank'.split(
    '|',
  )
export const KNOWN_ORGANIZATIONS =
  "Google|Apple|Microsoft|Amazon|Facebook|Twitter|Netflix|Tesla|SpaceX|Uber|Airbnb|IBM|Intel|Samsung|Sony|Nokia|Huawei|Siemens|Bosch|Volkswagen|BMW|Toyota|Honda|Ford|Boeing|Airbus|Lufthansa|Ryanair|Delta|Walmart|Target|Costco|IKEA|Starbucks|McDonald's|KFC|Nike|Adidas|Pfizer|Moderna|HSBC|Barclays|Citibank|Goldman Sachs|JPMorgan|Deloitte|KPMG|PwC|Accenture|McKinsey|Reuters|BBC|CNN|ITV|Fox News|New York Times|Washington Post|Sky Sports|ESPN|Disney|Nickelodeon|Blizzard|Nintendo|Verizon|Vodafone|DHL|FedEx|UPS|PayPal|Visa|Red Cross|Greenpeace|UNICEF|WHO|Harvard|MIT|Oxford University|Stanford".split(
    '|',
  )
export const NOUNS =
  'Harbor|River|Summit|Falcon|Cedar|Maple|Stone|Bright|Blue|Green|Silver|Golden|North|Pacific|Atlantic|Global|United|First|National|Premier|Royal|Central|Metro|Urban|Solar|Quantum|Digital|Cyber|Cloud|Data|Health|Care|Med|Bio|Agri|Eco|Terra|Aqua|Aero|Astro|Nova|Apex|Vertex|Prime|Alpha|Delta|Omega|Titan|Phoenix|Lion|Eagle|Bear|Wolf|Oak|Pine|Rose|Lotus|Star|Sun|Moon|Sky|Ocean|Wave|Tide|Bridge|Gate|Tower|Crown|Anchor|Compass|Beacon|Pioneer|Heritage|Liberty|Victory|Unity|Harmony|Horizon|Pinnacle|Keystone|Cornerstone|Evergreen|Sunrise|Lakeside|Riverside|Hillside|Westgate|Eastwood|Southfield'.split(
    '|',
  )
export const SECTORS =
  'Logistics|Analytics|Consulting|Partners|Solutions|Technologies|Systems|Software|Bank|Insurance|Capital|Holdings|Group|Industries|Foods|Energy|Motors|Airlines|Media|Studios|Pharma|Laboratories|Clinic|Hospital|Academy|School|Foundation|Hotel|Restaurant|Bakery|Construction|Properties|Services|Engineering|Security|Networks|Travel|Trading|Textiles|Shipping|Ventures|Advisors|Institute|Association|Museum|Theatre|Orchestra|Dental|Fitness|Records|Press|Electric|Plumbing|Catering|Interiors|Robotics|Cleaning|Recruitment|Law|Accounting'.split(
    '|',
  )
export const LEGAL =
  'Inc|Inc.|Ltd|Ltd.|LLC|PLC|Corp|Corp.|GmbH|AG|S.A.|SA|SAS|S.r.l.|SpA|B.V.|NV|AB|AS|Oy|Pty Ltd|Pvt Ltd|Co.|& Co|Company|Limited|Corporation|Group|LLP|Kft|Sp. z o.o.'.split(
    '|',
  )
export const SYLLABLES =
  'ver|tex|lo|mi|zen|qua|ro|xi|vel|nor|tra|cor|syn|ap|pli|fy|ly|io|da|ta|med|lex|on|ix|um|ara|eo|bri|sta|ka|lu|po|ri|sol|va|zo|kin|tel|nex|opt|omni|ful|cu|do|ge|ha|in|jo'.split(
    '|',
  )
export const SUFFIXES =
  'ify|ly|hub|base|soft|tech|ware|works|labs|lab|net|data|pocket|trans|link|point|path|cast|mind|logic|metrics|scope|grid|flow|stack|bit|cloud|media|pay|bank|care|health|genics|tronics|con|com|tel|nova|via|era|ista|ora|ium'.split(
    '|',
  )
export const MONTHS = 'January|February|March|April|May|June|July|August|September|October|November|December'.split('|')
export const COUNTRY_EXTRA =
  'UK|USA|US|U.S.|U.K.|England|Scotland|Wales|Northern Ireland|Britain|America|Russia|South Korea|North Korea|Iran|Syria|Vietnam|Palestine|Taiwan|Holland|Czech Republic|Europe|Africa|Asia|Middle East|Latin America|Scandinavia|Balkans|UAE|Hong Kong|Kosovo|Tibet|Kashmir|Catalonia|Bavaria|Punjab|Quebec'.split(
    '|',
  )
export const AREAS =
  'Brooklyn|Manhattan|Queens|Hollywood|Compton|Camden|Soho|Shoreditch|Kreuzberg|Montmartre|Chinatown|Downtown LA|Silicon Valley|Times Square|Central Park|Lake Tahoe|Mount Everest|River Thames|Bay Area|Long Island|Heathrow|JFK|Redondo Beach|Venice Beach|Wall Street|Hyde Park|Golden Gate Bridge|Route 66|Black Sea|Alps|Himalayas|Sahara|Siachen Glacier|Gaza Strip|West Bank|Ontario|Saskatchewan|New South Wales|Kerala|Gujarat|Lombardy|Andalusia|Transylvania|Texas|Florida|California|Ohio|NYC|LA|SF|TX|CA|FL'.split(
    '|',
  )
