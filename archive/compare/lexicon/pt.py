"""Portuguese."""

from .model import Lexicon, day_halves, listed, numbered, valued

LEXICON = Lexicon(
    little=listed(
        """o a os as um uma uns umas e ou mas porém nem que quem qual quais cujo onde quando como se não ao aos à às de
        do da dos das em no na nos nas num numa por pelo pela pelos pelas para com sem sob sobre entre até desde durante
        após antes contra ele ela eles elas lhe lhes me te nos seu sua seus suas meu minha este esta estes estas esse
        essa esses essas isto isso aquele aquela é são era eram foi foram ser sido está estão estava há havia tem têm
        tinha muito mais menos também já tão todo todos toda todas enquanto porque embora"""
    ),
    speech=listed(
        """disse diz disseram dizem declarou declara afirmou afirma afirmaram explicou explica acrescentou acrescenta
        informou informa informaram destacou destaca ressaltou ressalta anunciou anuncia alertou alerta escreveu escreve
        contou conta respondeu responde perguntou confirmou confirma negou nega admitiu admite reconheceu reconhece
        comentou comenta lembrou lembra garantiu garante defendeu defende criticou critica relatou relata sublinhou
        sublinha referiu refere adiantou adianta concluiu insistiu tuitou"""
    ),
    according=listed("segundo de_acordo_com conforme na_opinião_de nas_palavras_de"),
    titles=listed(
        """intitulado intitulada título manchete livro filme romance canção música álbum série revista artigo chamado
        chamada denominado denominada apelidado apelidada lema programa obra documentário"""
    ),
    roles=listed(
        """porta-voz ministro ministra presidente diretor diretora especialista especialistas professor professora
        pesquisador pesquisadora investigador investigadora prefeito prefeita deputado deputada senador senadora
        promotor procurador procuradoria advogado advogada juiz juíza polícia ministério governo fonte fontes testemunha
        testemunhas jornalista correspondente repórter autor autora empresa grupo sindicato partido chefe líder
        secretário secretária delegado analista economista morador moradores técnico treinador general coronel"""
    ),
    pronouns=listed("ele ela eles elas"),
    articles=listed("o a os as um uma seu sua este esta"),
    negations=listed("não nunca jamais ninguém nada nenhum nenhuma nem sem tampouco negou nega recusou"),
    hedges=listed(
        """supostamente suposto suposta supostos supostas aparentemente provavelmente possivelmente talvez alegadamente
        alegado alegada cerca_de aproximadamente ao_menos pelo_menos quase até poderia poderiam teria teriam seria
        seriam parece parecem mais_de presumivelmente em_torno_de"""
    ),
    approximators=listed("cerca_de aproximadamente ao_menos pelo_menos quase até mais_de em_torno_de"),
    months=numbered("""janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"""),
    weekdays=numbered(
        """segunda-feira|segunda terça-feira|terça quarta-feira|quarta quinta-feira|quinta sexta-feira|sexta sábado
        domingo"""
    ),
    numerals=numbered(
        """zero - dois|duas três quatro cinco seis sete oito nove dez onze doze treze quatorze|catorze quinze
        dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte""",
        0,
    )
    | {"trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70, "oitenta": 80, "noventa": 90}
    | {"dúzia": 12, "dezena": 10},
    magnitudes={"cem": 100, "cento": 100, "mil": 1000, "milhão": 10**6, "milhões": 10**6}
    | {"bilhão": 10**9, "bilhões": 10**9},
    connectors=listed("de do da dos das e van von al bin"),
    past=listed(
        """anteriormente antes fundado fundada historicamente antigo antiga ano_passado desde décadas século então
        originalmente anos_atrás na_época havia haviam há_anos"""
    ),
    present=listed(
        """hoje ontem amanhã segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo atualmente
        agora esta_semana nesta"""
    ),
    decimal_comma=True,
    units=listed("outros outras novos novas outro outra"),
    clock_before=listed("às"),
    clock_after=listed("h horas"),
    clock_leads=listed("às pelas"),
    relative=listed(
        "no_ano_passado este_ano hoje ontem amanhã anteontem nesta_manhã esta_manhã hoje_à_noite esta_noite"
    ),
    fractions=valued(
        """metade=0.5 a_metade=0.5 um_quarto=0.25 um_quarto_de=0.25 três_quartos=0.75 três_quartos_de=0.75
        um_terço=0.3333 dois_terços=0.6667"""
    ),
    halves=listed("meio meia"),
    shares={"um em cada": 1, "uma em cada": 1},
    and_a_half=listed("e_meio e_meia"),
    day_halves=day_halves("da_manhã da_madrugada", "da_tarde da_noite"),
    through=listed("às até"),
    able=listed("pode podem poderia poderiam possível possibilidade"),
    modals=listed("poderia poderiam"),
    unasserted=listed("ninguém nada para_que"),
    explaining=listed(
        """geralmente normalmente costuma costumam muitas_vezes por_ano ao_ano cada_ano todos_os_anos anualmente
        significa consiste é_considerado é_considerada fica_em a_maior o_maior os_mais as_mais o_mais a_mais o_único
        a_única por_exemplo em_média"""
    ),
)
