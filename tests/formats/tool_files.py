"""Small files as real tools write them: one for each known set of headers."""

FILES = {
    "discourse": "id,name,username,email,title,created_at,last_seen_at,trust_level,ip_address,staged,group_names\n"
    "7,Ada King,ada,ada@x.org,,2024-03-04 10:00:00 UTC,,2,10.0.0.1,false,staff;gardeners\n",
    "slack-members": "username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,"
    "expiration-timestamp\nada,ada@x.org,Admin,1,1,0,U1,Ada King,Ada,\n",
    "slack-analytics": "Name,What I Do,User ID,Username,Email,Account type,Account created (UTC),"
    "Claimed Date (UTC),Deactivated date (UTC),Days active,Messages posted\n"
    'Ada King,poet,U1,ada,ada@x.org,Admin,"Mar 1, 2024","Mar 4, 2024",,10,99\n'
    'Robo,,U2,robo,,Bot,"Mar 1, 2024",,,1,1\n',
    "meetup": "Name\tUser ID\tTitle\tMember ID\tLocation\tJoined Group on\tLast visited group on\tLast Attended\t"
    "Total RSVPs\tURL of Member Profile\n"
    "Ada King\tuser 12\t\t12\tLondon\t03/04/2024\t06/22/2024\t\t14\thttp://www.meetup.com/Club/members/12/\n",
    "meetup-attendees": "Name\tUser ID\tTitle\tEvent Host\tRSVP\tGuests\tRSVPed on\tJoined Group on\t"
    "URL of Member Profile\n"
    "Ada King\tuser 12\t\t\tYes\t0\t03/20/2024\t03/24/2024\thttp://www.meetup.com/Club/members/12/\n",
    "mailchimp": '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,'
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n"
    'ada@x.org,Ada,King,2,,,"2024-03-04 10:00:00",77.0.0.1,51.5,0.1,0,1,Europe/London,gb,eng,,55,e1,,'
    '"""Poets"",""Choir"""\n'
    'bob@x.org,,,2,,,"2024-03-05 10:00:00",77.0.0.2,,,,,,,,,56,e2,,\n',
    "google-contacts": "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Birthday,Notes,Photo,"
    "Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value\n"
    "Ada,,King,,Addy,King,1815-12-10,met in Turin,,* myContacts ::: Poets,* Home,ada@x.org ::: a@x.org,k@x.org,+44\n",
    "google-groups": "Members for group Choir\nEmail address,Nickname,Group status,Email status,Email preference,"
    "Posting permissions\nada@x.org,Ada King,owner,,All email,Allowed\nbob@x.org,,member,,,\ncy@x.org,,banned,,,\n",
    "outlook": '"First Name","Middle Name","Last Name","Company","Home Street","E-mail Address","E-mail 2 Address",'
    '"Categories","Gender","Notes"\n"Ada","","King","","1 Main St","ada@x.org","k@x.org","Poets;Choir","2",""\n',
    "eventbrite": "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Total Paid,Attendee Status\n"
    "1,2024-03-04,Ada,King,ada@x.org,1,Free,0,Attending\n2,2024-03-04,Bo,Bo,bo@x.org,1,Free,0,Not Attending\n",
    "linkedin": 'Notes:\n"Some addresses are missing, since people hide them."\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,King,https://www.linkedin.com/in/ada-king,,Engines,Countess,04 Mar 2024\n",
    "gitlab": "Username,Name,Access granted,Access expires,Max role,Source\n"
    "ada,Ada King,2024-03-04 10:00:00,,Owner,Direct member\n"
    "ada,Ada King,2024-03-05 10:00:00,,Guest,Inherited member\nproject_1_bot,Robo,2024-03-04,,Guest,Direct member\n",
}
"""A file for each shipped map, in which Ada King is."""

OTHERS = {
    "mailchimp": [
        "Dirección de correo electrónico,Nombre,Apellidos,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LEID,EUID,TAGS\n"
        "ada@x.org,Ada,King,2,2024-03-04 10:00:00,77.0.0.1,55,e1,\n",
        "E-Mail-Adresse,Vorname,Nachname,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LEID,EUID,Pronomen\n"
        "ada@x.org,Ada,King,2,2024-03-04 10:00:00,77.0.0.1,55,e1,sie\n",
    ],
    "slack-analytics": ["Name,Email,Account type,Account created (UTC),Days active\nAda King,ada@x.org,Admin,,3\n"],
    "google-contacts": [
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Nickname,Birthday,Gender,Notes,Group Membership,"
        "E-mail 1 - Type,E-mail 1 - Value\nAda King,Ada,,King,,Addy,,,,* myContacts ::: Poets,*,ada@x.org\n",
    ],
    "google-groups": [
        "Group Email [Required],Member Email,Member Name,Member Role,Member Type\n"
        "c@x.org,ada@x.org,Ada King,OWNER,USER\n"
    ],
    "outlook": [
        "Vorname;Nachname;E-Mail-Adresse;Beitrittsdatum;Pronomen;GitHub;Tags\n"
        "Ada;King;ada@x.org;04.03.2024;sie;ada;Poets\n",
        '"Vorname","Weitere Vornamen","Nachname","E-Mail-Adresse","E-Mail 2: Adresse","Kategorien","Geschlecht"\n'
        '"Ada","","King","ada@x.org","k@x.org","Poets","2"\n',
        '"Prénom","Nom","Adresse de messagerie","Adresse de messagerie 2","Catégories","Sexe"\n'
        '"Ada","King","ada@x.org","k@x.org","Poets",""\n',
        '"Nombre","Apellidos","Dirección de correo electrónico","Categorías"\n"Ada","King","ada@x.org","Poets"\n',
        '"Nome","Cognome","Indirizzo posta elettronica","Categorie"\n"Ada","King","ada@x.org","Poets"\n',
        '"Voornaam","Achternaam","E-mailadres","Categorieën"\n"Ada","King","ada@x.org","Poets"\n',
    ],
    "meetup": [
        "Nom\tMember ID\tRejoindre le groupe le\tDernier groupe visité le\tURL du profil de membre\n"
        "Ada King\t12\t24/04/2024\t\thttps://www.meetup.com/fr-FR/Club/members/12\n"
    ],
    "eventbrite": [
        "Order no.,Order Date,First Name,Surname,Email,Quantity,Attendee no.,Attendee Status,What are your pronouns?\n"
        "1,2024-03-04,Ada,King,ada@x.org,1,7,Attending,she/her\n",
        "Order ID,Order Date,Attendee First Name,Attendee Last Name,Attendee Email,Attendee Status\n"
        "1,2024-03-04,Ada,King,ada@x.org,Attending\n",
    ],
    "gitlab": ["Name,Username,Email,Path,Type,Role,Access granted\nAda King,ada,ada@x.org,club/app,Group,Owner,\n"],
}
