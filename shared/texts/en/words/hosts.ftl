### Addresses and names that a session's network has besides its own

hosts-too-many = These are more than { $limit } hosts: leave some out.
hosts-not-a-host = “{ $entry }” is neither an IPv4 address nor a host's name. Write 172.17.87.202 or www.example.com, without http:// and without a port.
hosts-no-machines = No machine can have the address { $address }: it is for groups, for everybody or for none.
hosts-here-already = { $entry } is there already, in every network. Leave it out.
hosts-twice = { $name } is there twice, but a name means one address.
